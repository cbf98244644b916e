// Every rule that ships against its own cases: rules/behaviour/<rule>.cases.yaml.
#include "detection/builtin_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/yaml.h"
#include "detection/detector.h"
#include "detection/fields.h"
#include "detection/testing.h"

namespace cordon::detection {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

const std::filesystem::path kFolder = CORDON_SOURCE_DIR "/rules/behaviour";

// The ids of the rules that fire on a case's events.
std::set<std::string> fired(const Value& value, const Value& package) {
  auto detector = Detector::with_builtin_rules();
  if (!detector) {
    ADD_FAILURE() << detector.error().describe();
    return {};
  }
  testing::EventMaker maker;
  maker.read_package(package);
  std::set<std::string> out;
  for (const Value& entry : value.elements())
    for (const model::Finding& finding : detector->observe(maker.read(entry))) out.insert(finding.rule_id);
  return out;
}

TEST(BuiltinRules, AreThoseOfTheFolderAndRead) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string name = entry.path().filename();
    if (name.ends_with(".yaml") && !name.ends_with(".cases.yaml") && name != "places.yaml") names.insert(name);
  }
  ASSERT_EQ(builtin_rule_texts().size(), names.size());
  for (const RuleText& each : builtin_rule_texts()) EXPECT_EQ(each.text, read_file(kFolder / each.file)) << each.file;
  const auto rules = builtin_rules();
  ASSERT_TRUE(rules) << rules.error().describe();
  std::set<std::string> ids;
  for (std::size_t i = 0; i < rules->size(); ++i) {
    const std::string stem = std::filesystem::path(builtin_rule_texts()[i].file).stem();
    EXPECT_EQ((*rules)[i].id, "watch." + stem);
    EXPECT_TRUE(ids.insert((*rules)[i].id).second);
  }
  const auto places = builtin_places();
  ASSERT_TRUE(places) << places.error().describe();
}

TEST(BuiltinRules, DecideTheirOwnCases) {
  for (const RuleText& each : builtin_rule_texts()) {
    const std::string stem = std::filesystem::path(each.file).stem();
    const std::string text = read_file(kFolder / (stem + ".cases.yaml"));
    const auto document = yaml::parse(text);
    ASSERT_TRUE(document) << each.file << ": " << document.error().describe();
    std::size_t firing = 0, quiet = 0;
    for (const Value& one : document->root()["cases"].elements()) {
      ASSERT_TRUE(one["fires"].boolean() && one["events"].size() > 0) << stem << " line " << one.line();
      const bool fires = one["fires"].is_true();
      (fires ? firing : quiet) += 1;
      EXPECT_EQ(fired(one["events"], one["package"]).contains("watch." + stem), fires)
          << stem << ": " << one["name"].text();
    }
    EXPECT_GT(firing, 0u) << stem;
    EXPECT_GT(quiet, 0u) << stem;
  }
}

}  // namespace
}  // namespace cordon::detection
