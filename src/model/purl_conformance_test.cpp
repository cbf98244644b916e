// Every case of the purl test suite (all types and the specification's own), from the data set outside the repository.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "model/purl.h"
#include "model/purl_types.h"

namespace cordon::model {
namespace {

// The one case that the suite's own definition of the type contradicts: namespaces and names of type git have a case.
constexpr std::string_view kContradicts = "pkg:git/github/Package-url/purl-Spec@244fd47e07d1004f0aed9c";

std::string joined(const Purl& purl) {
  std::string out =
      purl.type + " | " + purl.name_space + " | " + purl.name + " | " + purl.version + " | " + purl.subpath;
  for (const auto& [key, value] : purl.qualifiers) out += " | " + key + "=" + value;
  return out;
}

// Components as the suite writes them; null for those that are not there.
Purl components_of(const Value& value) {
  const auto text = [&](std::string_view key) {
    return value[key].is_string() ? std::string(value[key].text()) : std::string();
  };
  Purl out{text("type"), text("namespace"), text("name"), text("version"), {}, text("subpath")};
  for (const auto& member : value["qualifiers"].members()) out.qualifiers.emplace_back(member.key, member.value.text());
  std::sort(out.qualifiers.begin(), out.qualifiers.end());
  return out;
}

class PurlConformance : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("CORDON_SHARED_DATA");
    if (folder == nullptr || *folder == 0) GTEST_SKIP() << "CORDON_SHARED_DATA is not set: no conformance data";
    folder_ = std::string(folder) + "/purl/";
    if (!std::filesystem::exists(folder_ + "tests")) GTEST_SKIP() << "no conformance data in " << folder_;
  }

  static void parse_case(const Value& entry) {
    const std::string_view text = entry["input"].text();
    if (entry["expected_failure"].is_true()) {
      EXPECT_FALSE(parse_purl(text, PurlKeys::refuse_capitals)) << text;
      return;
    }
    const auto purl = parse_purl(text);
    ASSERT_TRUE(purl) << text << ": " << purl.error().describe();
    EXPECT_EQ(joined(*purl), joined(components_of(entry["expected_output"])));
    const auto again = parse_purl(purl->text(), PurlKeys::refuse_capitals);
    ASSERT_TRUE(again) << purl->text();
    EXPECT_EQ(again->text(), purl->text());
    EXPECT_EQ(joined(*again), joined(*purl));
  }

  static void build_case(const Value& entry) {
    const auto purl = canonical_purl(components_of(entry["input"]));
    EXPECT_EQ(purl.has_value(), !entry["expected_failure"].is_true()) << entry["expected_output"].text();
    if (purl) EXPECT_EQ(purl->text(), entry["expected_output"].text());
  }

  void validate_case(const Value& entry) {
    const std::string_view text = entry["input"].text();
    const auto purl = parse_purl(text);
    ASSERT_TRUE(purl) << text << ": " << purl.error().describe();
    contradictions_ += text == kContradicts ? 1u : 0u;
    EXPECT_EQ(purl->text(), text == kContradicts ? text : entry["expected_output"].text());
  }

  static std::string read(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  std::string folder_;
  std::size_t contradictions_ = 0;
};

TEST_F(PurlConformance, EveryCaseOfTheSuite) {
  std::size_t cases = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_ + "tests")) {
    if (file.path().extension() != ".json") continue;
    const auto document = json::parse(read(file.path()));
    ASSERT_TRUE(document) << file.path();
    for (const Value entry : document->root()["tests"].elements()) {
      SCOPED_TRACE(file.path().filename().string() + ":" + std::to_string(entry.line()));
      ++cases;
      const std::string_view kind = entry["test_type"].text();
      if (kind == "parse") parse_case(entry);
      else if (kind == "build") build_case(entry);
      else if (kind == "validate" || kind == "roundtrip") validate_case(entry);
      else ADD_FAILURE() << "a kind of case that nobody runs: " << kind;
    }
  }
  EXPECT_EQ(cases, 586u);
  EXPECT_EQ(contradictions_, 1u);
}

TEST_F(PurlConformance, EveryTypeThatIsDefinedHasItsRules) {
  std::size_t types = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder_ + "types")) {
    const auto document = json::parse(read(file.path()));
    ASSERT_TRUE(document) << file.path();
    const Value definition = document->root();
    const std::string_view type = definition["type"].text();
    const std::string_view wanted = definition["namespace_definition"]["requirement"].text();
    const Presence ours = purl_type(type).name_space;
    EXPECT_EQ(wanted, ours == Presence::required     ? "required"
                      : ours == Presence::prohibited ? "prohibited"
                                                     : "optional")
        << type;
    for (const Value qualifier : definition["qualifiers_definition"].elements())
      if (qualifier["requirement"].text() == "required")
        EXPECT_EQ(purl_type(type).required_qualifier, qualifier["key"].text()) << type;
    ++types;
  }
  EXPECT_EQ(types, 42u);
}

}  // namespace
}  // namespace cordon::model
