// Every case of node-semver's own fixtures, from the data set that stays outside the repository.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "base/json.h"
#include "model/semver.h"
#include "model/semver_increment.h"

namespace cordon::model::semver {
namespace {

Options options_of(const Value& value) {
  Options out;
  if (value.is_object()) {  // JavaScript's truth of whatever `loose` is there
    const Value loose = value["loose"];
    out.loose =
        loose.is_true() || loose.is_number() || (loose.is_string() && !loose.text().empty() && loose.text() != "NaN");
    out.include_prerelease = value["includePrerelease"].is_true();
  } else {
    out.loose = value.is_true();
  }
  return out;
}

class SemverConformance : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("CORDON_SHARED_DATA");
    if (folder == nullptr || *folder == 0) GTEST_SKIP() << "CORDON_SHARED_DATA is not set: no conformance data";
    folder_ = std::string(folder) + "/node-semver/";
    if (!std::ifstream(folder_ + "range-parse.json")) GTEST_SKIP() << "no conformance data in " << folder_;
  }

  // Runs `check` on each case and expects as many as the data has had.
  void each(const std::string& file, std::size_t count, const std::function<void(const Value&)>& check) {
    std::ifstream stream(folder_ + file);
    std::stringstream text;
    text << stream.rdbuf();
    const auto document = json::parse(text.str());
    ASSERT_TRUE(document) << file;
    const Value cases = document->root()["cases"];
    EXPECT_EQ(cases.size(), count);
    for (const Value entry : cases.elements()) {
      SCOPED_TRACE(file + ":" + std::to_string(entry.line()) + " " + std::string(entry.at(0).text()) + " | " +
                   std::string(entry.at(1).text()));
      check(entry);
    }
  }

  std::string folder_;
};

TEST_F(SemverConformance, Versions) {
  each("valid-versions.json", 22, [](const Value& entry) {
    const auto version = parse_version(entry.at(0).text());
    ASSERT_TRUE(version);
    EXPECT_EQ(version->major, static_cast<std::uint64_t>(*entry.at(1).integer()));
    EXPECT_EQ(version->minor, static_cast<std::uint64_t>(*entry.at(2).integer()));
    EXPECT_EQ(version->patch, static_cast<std::uint64_t>(*entry.at(3).integer()));
    const auto joined = [](const Value& list) {
      std::string out;
      for (const Value element : list.elements()) out += (out.empty() ? "" : ".") + std::string(element.text());
      return out;
    };
    EXPECT_EQ(version->prerelease, joined(entry.at(4)));
    EXPECT_EQ(version->build, joined(entry.at(5)));
  });
  std::size_t not_texts = 0;
  each("invalid-versions.json", 10, [&](const Value& entry) {
    if (entry.at(0).is_object()) ++not_texts;  // values that are no text cannot reach this interface
    else EXPECT_FALSE(parse_version(entry.at(0).text(), options_of(entry.at(2))));
  });
  EXPECT_EQ(not_texts, 3u);
}

TEST_F(SemverConformance, Order) {
  each("comparisons.json", 31, [](const Value& entry) {
    const Options options = options_of(entry.at(2));
    const auto greater = parse_version(entry.at(0).text(), options), less = parse_version(entry.at(1).text(), options);
    ASSERT_TRUE(greater && less);
    EXPECT_TRUE(compare(*greater, *less) > 0);
    EXPECT_TRUE(compare(*less, *greater) < 0);
  });
  each("equality.json", 37, [](const Value& entry) {
    const Options options = options_of(entry.at(2));
    const auto left = parse_version(entry.at(0).text(), options), right = parse_version(entry.at(1).text(), options);
    ASSERT_TRUE(left && right);
    EXPECT_TRUE(compare(*left, *right) == 0);
  });
}

TEST_F(SemverConformance, Ranges) {
  each("range-parse.json", 133, [](const Value& entry) {
    const auto range = parse_range(entry.at(0).text(), options_of(entry.at(2)));
    EXPECT_EQ(range.has_value(), !entry.at(1).is_null());
    if (range && entry.at(1).is_string()) EXPECT_EQ(range->text().empty() ? "*" : range->text(), entry.at(1).text());
  });
  each("range-include.json", 126, [](const Value& entry) {
    EXPECT_TRUE(satisfies(entry.at(1).text(), entry.at(0).text(), options_of(entry.at(2))));
  });
  each("range-exclude.json", 98, [](const Value& entry) {
    EXPECT_FALSE(satisfies(entry.at(1).text(), entry.at(0).text(), options_of(entry.at(2))));
  });
}

TEST_F(SemverConformance, Outside) {
  const auto outside = [](const Value& entry, bool (*side)(const Version&, const Range&)) {
    const Options options = options_of(entry.at(2));
    const auto range = parse_range(entry.at(0).text(), options);
    const auto version = parse_version(entry.at(1).text(), options);
    EXPECT_TRUE(range && version);
    return range && version && side(*version, *range);
  };
  each("version-gt-range.json", 56, [&](const Value& entry) { EXPECT_TRUE(outside(entry, above)); });
  each("version-lt-range.json", 58, [&](const Value& entry) { EXPECT_TRUE(outside(entry, below)); });
  each("version-not-gt-range.json", 80, [&](const Value& entry) { EXPECT_FALSE(outside(entry, above)); });
  each("version-not-lt-range.json", 83, [&](const Value& entry) { EXPECT_FALSE(outside(entry, below)); });
}

TEST_F(SemverConformance, Intersections) {
  const auto check = [](const Value& entry) {
    Options options;
    options.include_prerelease = entry.at(3).is_true();
    for (const bool loose : {false, true}) {
      options.loose = loose;
      const auto left = parse_range(entry.at(0).text(), options), right = parse_range(entry.at(1).text(), options);
      ASSERT_TRUE(left && right);
      EXPECT_EQ(intersects(*left, *right), entry.at(2).is_true());
      EXPECT_EQ(intersects(*right, *left), entry.at(2).is_true());
    }
  };
  each("comparator-intersection.json", 34, check);
  each("range-intersection.json", 54, check);
}

TEST_F(SemverConformance, Increments) {
  each("increments.json", 133, [](const Value& entry) {
    const bool shifted = entry.at(3).is_string();  // inc(version, release, identifier, base) without options
    const Value identifier = shifted ? entry.at(3) : entry.at(4), base = shifted ? entry.at(4) : entry.at(5);
    const Options options = shifted ? Options{} : options_of(entry.at(3));
    const FirstNumber first = base.is_boolean() && !base.is_true()  ? FirstNumber::none
                              : base.exists() && base.text() == "1" ? FirstNumber::one
                                                                    : FirstNumber::zero;
    const auto version = parse_version(entry.at(0).text(), options);
    const auto release = release_from_string(entry.at(1).text());
    std::optional<std::string> result;
    if (version && release) {
      const auto next = increment(*version, *release, identifier.is_string() ? identifier.text() : "", first, options);
      if (next) result = next->text();
    }
    EXPECT_EQ(result.value_or("none"), entry.at(2).is_null() ? "none" : entry.at(2).text());
  });
  each("truncations.json", 27, [](const Value& entry) {
    const auto version = parse_version(entry.at(0).text());
    const auto release = release_from_string(entry.at(1).text());
    EXPECT_EQ(version && release, entry.at(2).is_string());
    if (version && release) EXPECT_EQ(truncate(*version, *release).text(), entry.at(2).text());
  });
}

}  // namespace
}  // namespace cordon::model::semver
