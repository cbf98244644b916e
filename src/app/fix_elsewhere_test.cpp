#include "app/fix_elsewhere.h"

#include <gtest/gtest.h>

#include "app/hunt.h"
#include "model/purl.h"
#include "model/purl_types.h"

namespace cordon::app {
namespace {

model::Inventory inventory(const std::string& path, const std::string& format, const std::string& ecosystem,
                           const std::string& name, const std::string& version) {
  model::Inventory out;
  out.path = path;
  out.format = format;
  out.ecosystem = ecosystem;
  model::Component& component = out.components.emplace_back();
  component.id = path + "#" + name;
  component.ecosystem = ecosystem;
  component.name = name;
  component.version = version;
  component.purl = model::make_purl(model::purl_type_of_ecosystem(ecosystem), name, version);
  component.place = {path, 1};
  return out;
}

// tool 1.0.1 of npm and snake 1.0.0 of PyPI are bad.
std::vector<model::FixedProject> run(const ProjectRead& read, bool has_plan, const NamesAndVersions& handled = {}) {
  intel::KnowledgeOptions known;
  known.embedded = false;
  known.added = {*pack_of({"tool@1.0.1", "snake@1.0.0"}, FixedClock(1'774'915'200))};
  known.added[0].packages[1].ecosystem = "pypi";
  const intel::Knowledge knowledge = *intel::Knowledge::load(known);
  return bad_elsewhere(read, has_plan, handled, model::Registries(), knowledge);
}

ProjectRead with_lockfile(const std::string& version) {
  ProjectRead read;
  const static MemoryTree kNothing({});
  read.project.tree = &kNothing;
  read.project.lockfiles.push_back(inventory("package-lock.json", "package-lock v3", "npm", "tool", version));
  return read;
}

TEST(FixElsewhere, LeavesLockfilesThatArePlannedToTheirPlan) {
  EXPECT_TRUE(run(with_lockfile("1.0.1"), true).empty());
  EXPECT_EQ(run(with_lockfile("1.0.1"), false).size(), 1u);
  EXPECT_TRUE(run(with_lockfile("1.0.0"), false).empty());
}

TEST(FixElsewhere, TellsWhatIsInstalledUnlessItIsSpokenOf) {
  ProjectRead read = with_lockfile("1.0.0");
  read.project.installed.emplace();
  read.project.installed->inventory = inventory("node_modules", "node_modules", "npm", "tool", "1.0.1");
  const auto rows = run(read, true);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].path, "node_modules");
  EXPECT_EQ(rows[0].unmended.at(0).version, "1.0.1");
  EXPECT_FALSE(rows[0].unmended[0].help.empty());
  EXPECT_TRUE(run(read, true, {{"tool", "1.0.1"}}).empty());
}

TEST(FixElsewhere, TellsWhatOtherClientsHave) {
  ProjectRead read = with_lockfile("1.0.0");
  read.project.lockfiles = {inventory("requirements.txt", "requirements.txt", "pypi", "snake", "1.0.0")};
  ASSERT_EQ(run(read, false).size(), 1u);
  EXPECT_EQ(run(read, false)[0].unmended.at(0).name, "snake");
}

TEST(FixElsewhere, TellsOfDocumentsInAnyCase) {
  ProjectRead read = with_lockfile("1.0.1");
  read.project.lockfiles[0].document = true;
  EXPECT_EQ(run(read, true).size(), 1u);
}

}  // namespace
}  // namespace cordon::app
