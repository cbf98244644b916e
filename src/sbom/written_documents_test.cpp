// What the writers write is read back as it was.
#include <gtest/gtest.h>

#include <map>

#include "sbom/cyclonedx_read.h"
#include "sbom/cyclonedx_write.h"
#include "sbom/sbom_read.h"
#include "sbom/spdx_read.h"
#include "sbom/spdx_write.h"
#include "sbom/testing.h"

namespace cordon::sbom {
namespace {

using testing::carried;
using testing::project;
using testing::read_options;

const WriteOptions kOptions{.tool_version = "1.2.3",
                            .timestamp = "2026-03-31T00:21:58Z",
                            .subject_name = "",
                            .subject_version = "",
                            .author = "",
                            .complete = true};

struct Format {
  const char* name;
  std::string (*write)(std::span<const model::Inventory>, const WriteOptions&);
};

std::string write_1_6(std::span<const model::Inventory> inventories, const WriteOptions& options) {
  return write_cyclonedx(inventories, CycloneDxVersion::v1_6, options);
}
std::string write_1_7(std::span<const model::Inventory> inventories, const WriteOptions& options) {
  return write_cyclonedx(inventories, CycloneDxVersion::v1_7, options);
}

class Written : public ::testing::TestWithParam<Format> {
 protected:
  static std::string write(const std::vector<model::Inventory>& inventories, const WriteOptions& options = kOptions) {
    return GetParam().write(inventories, options);
  }
  static SbomDocument read(const std::string& text) {
    auto document = read_sbom(text, read_options());
    EXPECT_TRUE(document.has_value()) << document.error().describe() << "\n" << text;
    return document ? std::move(*document) : SbomDocument();
  }
};

// Edges between names of nodes, without ranges, which no format has.
std::vector<std::string> edges_of(const model::Inventory& inventory) {
  const auto label = [&](std::uint32_t node) {
    if (!inventory.is_root(node)) return std::to_string(node);
    const model::Root& root = inventory.roots[node - inventory.components.size()];
    return "root " + root.name + "@" + root.version;
  };
  std::vector<std::string> out;
  for (const model::Edge& edge : inventory.edges)
    out.push_back(label(edge.from) + " -" + std::string(to_string(edge.kind)) + "-> " + label(edge.to));
  std::ranges::sort(out);
  return out;
}

TEST_P(Written, ReadsBackAsTheSameComponents) {
  const model::Inventory before = project();
  const model::Inventory after = read(write({before})).inventory;
  ASSERT_EQ(after.components.size(), before.components.size());
  for (std::size_t i = 0; i < before.components.size(); ++i) {
    model::Component expected = carried(before.components[i]), found = carried(after.components[i]);
    // The registry is judged again, by this reader's table.
    expected.registry = found.registry;
    EXPECT_EQ(found, expected) << i << " " << found.purl;
  }
  EXPECT_EQ(after.components[0].registry.id, "registry.example.test");
  EXPECT_EQ(after.components[1].registry.id, "npm");
}

TEST_P(Written, ReadsBackAsTheSameEdgesRootsAndOpenEnds) {
  const model::Inventory before = project();
  const model::Inventory after = read(write({before})).inventory;
  EXPECT_EQ(edges_of(after), edges_of(before));
  ASSERT_EQ(after.roots.size(), 2u);
  EXPECT_EQ(after.roots[1].name, "@acme/b");
  EXPECT_EQ(after.roots[1].kind, model::RootKind::workspace);
  EXPECT_EQ(after.unresolved, before.unresolved);
}

TEST_P(Written, HasPlacesInTheDocument) {
  const model::Inventory after = read(write({project()})).inventory;
  EXPECT_EQ(after.components[0].place.path, "bom.json");
  EXPECT_GT(after.components[0].place.line, 1u);
  EXPECT_LT(after.components[0].place.line, after.components[1].place.line);
}

TEST_P(Written, IsTheSameWheneverItIsWritten) {
  EXPECT_EQ(write({project()}), write({project()}));
  WriteOptions later = kOptions;
  later.timestamp = "2027-01-01T00:00:00Z";
  const SbomDocument first = read(write({project()})), second = read(write({project()}, later));
  EXPECT_NE(first.facts.timestamp, second.facts.timestamp);
  EXPECT_EQ(first.facts.serial, second.facts.serial);
  model::Inventory changed = project();
  changed.components[0].version = "1.14.1";
  EXPECT_NE(read(write({changed})).facts.serial, first.facts.serial);
}

TEST_P(Written, NamesItsTool) {
  const SbomDocument document = read(write({project()}));
  ASSERT_EQ(document.facts.tools.size(), 1u);
  EXPECT_TRUE(document.facts.tools[0].starts_with("cordon"));
  EXPECT_EQ(document.facts.timestamp, "2026-03-31T00:21:58Z");
}

TEST_P(Written, NamesWhoAnswersForItWhereSomebodyIsNamed) {
  EXPECT_TRUE(read(write({project()})).facts.authors.empty());
  WriteOptions options = kOptions;
  options.author = "Example, \"Inc.\"";
  EXPECT_EQ(read(write({project()}, options)).facts.authors, std::vector<std::string>{"Example, \"Inc.\""});
}

TEST_P(Written, HoldsSeveralProjects) {
  model::Inventory other = project();
  other.path = "b/package-lock.json";
  other.roots.resize(1);
  other.roots[0] = {"b/package-lock.json#", "b", "1.0.0", model::RootKind::project, {"b/package-lock.json", 1}, {}};
  other.components.resize(1);
  other.components[0].id = "b/package-lock.json#node_modules/axios";
  other.edges = {{1, 0, model::EdgeKind::runtime, "*"}};
  other.unresolved.clear();
  WriteOptions options = kOptions;
  options.subject_name = "everything";
  const model::Inventory after = read(write({project(), other}, options)).inventory;
  EXPECT_EQ(after.components.size(), 7u);
  ASSERT_EQ(after.roots.size(), 3u);
  EXPECT_EQ(after.roots[2].name, "b");
  EXPECT_EQ(after.edges.size(), project().edges.size() + 1);
}

TEST_P(Written, KeepsPartsOfOneIdApart) {
  const model::Inventory after = read(write({project(), project()})).inventory;
  EXPECT_EQ(after.components.size(), 12u);
  EXPECT_EQ(after.roots.size(), 4u);
}

TEST_P(Written, SaysWhatIsIncomplete) {
  const auto says_so = [](const SbomDocument& document) {
    return std::ranges::any_of(document.inventory.unread, [](const model::FileUnread& each) {
      return each.code == "incomplete" && each.incomplete;
    });
  };
  model::Inventory whole = project();
  whole.unresolved.clear();
  EXPECT_FALSE(says_so(read(write({whole}))));
  WriteOptions options = kOptions;
  options.complete = false;
  EXPECT_TRUE(says_so(read(write({whole}, options))));
  whole.unread = {{"app/package-lock.json", 3, "wrong_type", "an entry is no object", true}};
  EXPECT_TRUE(says_so(read(write({whole}))));
}

TEST_P(Written, LeavesCredentialsOut) {
  model::Inventory inventory = project();
  inventory.components[0].resolved = "https://user:secret@registry.example.test/axios.tgz";
  inventory.components[4].resolved = "git+https://token-secret@git.example.test/a.git#1";
  inventory.components[4].purl =
      model::make_purl("npm", "gitted", "1.0.0", {{"vcs_url", *inventory.components[4].resolved}});
  const std::string text = write({inventory});
  EXPECT_EQ(text.find("secret"), std::string::npos);
  EXPECT_EQ(read(text).inventory.components[0].resolved, "https://registry.example.test/axios.tgz");
}

TEST_P(Written, SurvivesHostileText) {
  model::Inventory inventory = project();
  inventory.components[0].name = "a\nb\u202E\"\\";
  inventory.components[0].version = std::string(5'000, '9');
  inventory.components[0].purl = model::make_purl("npm", inventory.components[0].name, inventory.components[0].version);
  inventory.components[0].resolved = "https://registry.example.test/a b<>.tgz";
  inventory.components[1].licences = {"x\ny", std::string(10'000, 'l')};
  inventory.roots[0].name = "";
  inventory.roots[1].version = std::string(2'000, '1');
  const model::Inventory after = read(write({inventory})).inventory;
  EXPECT_EQ(after.components[0].version, inventory.components[0].version);
  EXPECT_EQ(after.components[0].resolved, inventory.components[0].resolved);
  EXPECT_EQ(edges_of(after).size(), edges_of(inventory).size());
}

TEST_P(Written, IsADocumentAlsoOfNothing) {
  EXPECT_TRUE(read(write({})).inventory.components.empty());
  model::Inventory empty = project();
  empty.components.clear();
  empty.edges.clear();
  empty.unresolved.clear();
  const model::Inventory after = read(write({empty})).inventory;
  EXPECT_TRUE(after.components.empty());
  EXPECT_TRUE(after.unread.empty()) << "it says that there is nothing, which is complete";
}

INSTANTIATE_TEST_SUITE_P(Formats, Written,
                         ::testing::Values(Format{"CycloneDx16", write_1_6}, Format{"CycloneDx17", write_1_7},
                                           Format{"Spdx23", write_spdx}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace cordon::sbom
