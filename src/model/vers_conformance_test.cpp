// Every case of the VERS test suite for the types that are read here, from the data set that stays outside the
// repository.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "base/json.h"
#include "model/semver.h"
#include "model/vers.h"

namespace cordon::model::vers {
namespace {

// Cases of npm_range_from_native_test.json that contradict node-semver: our answer, and a version on which node-semver
// and the suite's range disagree.
struct Contradiction {
  std::string_view native, ours, witness;
};
constexpr Contradiction kNotNodeSemver[] = {
    {"<= 1.0", "vers:npm/<1.1.0", "1.0.5"},  // "1.0" is any 1.0.x, and so below
    {"<=2.1 >=1.1", "vers:npm/>=1.1.0|<2.2.0", "2.1.5"},
    {"2.1 || 2.6", "vers:npm/>=2.1.0|<2.2.0|>=2.6.0|<2.7.0", "2.1.5"},
    {">= 2.2.x", "vers:npm/>=2.2.0", "2.5.0"},  // ">=" has no upper end
    {">= 1.x", "vers:npm/>=1.0.0", "3.0.0"},
    {">=5.0.3 >=4.2.1", "vers:npm/>=5.0.3", "4.5.0"},  // both must hold
    {"1.1.2 1.2.2", "invalid_value", "1.1.2"},         // no version is two
};

// Cases whose expected range the specification forbids: versions that stand twice, or comparators that cannot follow
// one another. Ours is the range they come to.
struct Uncanonical {
  std::string_view native, ours;
};
constexpr Uncanonical kUncanonical[] = {
    {"2.0.x || 2.1.x", "vers:npm/>=2.0.0|<2.2.0"},
    {">= 5.2.1 <= 6.0.0 || >=6.0.0 <= 6.0.2", "vers:npm/>=5.2.1|<=6.0.2"},
    {">= 0.2.0 <= 0.9.6 || ~0.8.0-pre", "vers:npm/>=0.2.0|<=0.9.6"},
    {"<2.0.1 || <1.1.7", "vers:npm/<2.0.1"},
    {"<2.0.18 || <3.0.16 || <3.1.6 || <4.0.8 || <5.0.0-beta.5", "vers:npm/<5.0.0-beta.5"},
    {"^2.0.18 || ^3.0.16 || ^3.1.6 || ^4.0.8 || ^5.0.0-beta.5",
     "vers:npm/>=2.0.18|<3.0.0|>=3.0.16|<4.0.0|>=4.0.8|<6.0.0"},
};

class VersConformance : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("CORDON_SHARED_DATA");
    if (folder == nullptr || *folder == 0) GTEST_SKIP() << "CORDON_SHARED_DATA is not set: no conformance data";
    folder_ = std::string(folder) + "/vers/tests/";
    if (!std::ifstream(folder_ + "vers_canonical_parse_test.json"))
      GTEST_SKIP() << "no conformance data in " << folder_;
  }

  // Runs `check` on each case and expects as many as the data has had.
  void each(const std::string& file, std::size_t count, const std::function<void(const Value&)>& check) {
    std::ifstream stream(folder_ + file);
    std::stringstream text;
    text << stream.rdbuf();
    const auto document = json::parse(text.str());
    ASSERT_TRUE(document) << file;
    const Value cases = document->root()["tests"];
    EXPECT_EQ(cases.size(), count) << file;
    for (const Value entry : cases.elements()) {
      SCOPED_TRACE(file + ":" + std::to_string(entry.line()));
      check(entry);
    }
  }

  std::string folder_;
};

TEST_F(VersConformance, Parse) {
  std::size_t other_types = 0;
  each("vers_canonical_parse_test.json", 12, [&](const Value& entry) {
    const std::string_view text = entry["input"].text();
    const auto range = parse(text);
    if (text.starts_with("vers:datetime/")) {  // a type that is not read here
      ++other_types;
      EXPECT_EQ(range.error().code, ErrorCode::unsupported_format);
      return;
    }
    EXPECT_EQ(range.has_value(), !entry["expected_failure"].is_true()) << text;
    if (!range) return;
    const Value expected = entry["expected_output"];
    EXPECT_EQ(type_of(range->ecosystem), expected["scheme"].text());
    const Value constraints = expected["version_constraints"];
    ASSERT_EQ(range->constraints.size(), constraints.size());
    for (std::size_t i = 0; i < constraints.size(); ++i) {
      EXPECT_EQ(range->constraints[i].version, constraints.at(i).at(1).text());
      const Range alone{range->ecosystem, {range->constraints[i]}};
      const std::string sign(constraints.at(i).at(0).text() == "=" ? "" : constraints.at(i).at(0).text());
      EXPECT_TRUE(alone.text().starts_with("vers:npm/" + sign + range->constraints[i].version[0])) << alone.text();
    }
    EXPECT_EQ(range->text(), text);
  });
  EXPECT_EQ(other_types, 4u);
}

// The suite's older cases hold what the specification has forbidden since: constraints out of order, versions that
// stand twice, comparators that cannot follow one another. They are read as such, and refused by the reader that is
// strict.
TEST_F(VersConformance, Validate) {
  std::size_t forbidden = 0;
  each("pypi_range_validate_test.json", 19, [&](const Value& entry) {
    const std::string_view text = entry["input"].text();
    const auto range = parse_unsorted(text);
    ASSERT_TRUE(range) << text;
    EXPECT_EQ(range->text(), entry["expected_output"].text());
    forbidden += parse(text) ? 0u : 1u;
  });
  EXPECT_EQ(forbidden, 5u);
}

TEST_F(VersConformance, Containment) {
  const auto check = [](const Value& entry) {
    const auto range = parse_unsorted(entry["input"]["vers"].text());
    ASSERT_TRUE(range) << entry["input"]["vers"].text();
    EXPECT_EQ(contains(*range, entry["input"]["version"].text()), entry["expected_output"].is_true())
        << entry["input"]["vers"].text() << " " << entry["input"]["version"].text();
  };
  each("pypi_range_containment_test.json", 10, check);
  each("npm_range_containment_test.json", 1, check);
}

TEST_F(VersConformance, FromNative) {
  std::size_t contradictions = 0;
  const auto check = [&](const Value& entry) {
    const std::string_view native = entry["input"]["native_range"].text(), expected = entry["expected_output"].text();
    const auto ecosystem = entry["input"]["scheme"].text() == "npm" ? Ecosystem::npm : Ecosystem::pypi;
    const auto range = from_native(ecosystem, native);
    const std::string ours = range ? range->text() : std::string(to_string(range.error().code));
    const auto tool = std::find_if(std::begin(kNotNodeSemver), std::end(kNotNodeSemver),
                                   [&](const auto& each) { return each.native == native; });
    const auto form = std::find_if(std::begin(kUncanonical), std::end(kUncanonical),
                                   [&](const auto& each) { return each.native == native; });
    if (tool != std::end(kNotNodeSemver)) {
      EXPECT_EQ(ours, tool->ours) << native;
      const auto suite = parse_unsorted(expected);
      ASSERT_TRUE(suite);
      EXPECT_NE(contains(*suite, tool->witness), semver::satisfies(tool->witness, native)) << native;
      if (range) EXPECT_EQ(contains(*range, tool->witness), semver::satisfies(tool->witness, native)) << native;
    } else if (form != std::end(kUncanonical)) {
      EXPECT_EQ(ours, form->ours) << native;
      EXPECT_FALSE(parse(expected)) << native;
    } else {
      EXPECT_EQ(ours, expected) << native;
      return;
    }
    ++contradictions;
  };
  each("npm_range_from_native_test.json", 491, check);
  each("pypi_range_from_native_test.json", 3, check);
  EXPECT_EQ(contradictions, std::size(kNotNodeSemver) + std::size(kUncanonical));
}

}  // namespace
}  // namespace cordon::model::vers
