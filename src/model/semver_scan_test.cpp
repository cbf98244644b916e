#include "model/semver_scan.h"

#include <gtest/gtest.h>

namespace cordon::model::semver::scan {
namespace {

// "major|minor|patch|prerelease|build" and what stands behind it; "none" when nothing was found.
std::string shown(const std::optional<Parts>& parts, std::string_view text) {
  if (!parts) return "none";
  std::string out;
  for (const std::string_view part : {parts->major, parts->minor, parts->patch, parts->prerelease, parts->build})
    out += std::string(part) + "|";
  return out + std::string(text.substr(parts->end));
}

std::string full_of(std::string_view text, bool loose, Ending ending = Ending::anywhere) {
  return shown(full(text, 0, loose, ending), text);
}

std::string partial_of(std::string_view text, bool loose, Ending ending = Ending::anywhere) {
  return shown(partial(text, 0, loose, ending), text);
}

TEST(SemverScan, AFullVersionEndsWhereItsGrammarDoes) {
  EXPECT_EQ(full_of("1.2.3-beta.1+build.5 rest", false), "1|2|3|beta.1|build.5| rest");
  EXPECT_EQ(full_of("v1.2.3", false), "1|2|3|||");
  EXPECT_EQ(full_of("1.2.3.4", false), "1|2|3|||.4");
  EXPECT_EQ(full_of("1.2.3-a..b", false), "1|2|3|a||..b");
  EXPECT_EQ(full_of("1.2.3+", false), "1|2|3|||+");
  EXPECT_EQ(full_of("1.2.3+a.", false), "1|2|3||a|.");
  EXPECT_EQ(full_of("1.2.3-", false), "1|2|3|||-");
  for (const char* text : {"", "v", "vv1.2.3", "=1.2.3", "1", "1.2", "1.2.", "1..3", "x.2.3", ".1.2.3"})
    EXPECT_EQ(full_of(text, false), "none") << text;
}

TEST(SemverScan, StrictNumbersHaveNoLeadingZeros) {
  EXPECT_EQ(full_of("0.0.0-0", false), "0|0|0|0||");
  EXPECT_EQ(full_of("01.2.3", false), "none");
  EXPECT_EQ(full_of("1.2.03", false), "1|2|0|||3");
  EXPECT_EQ(full_of("1.2.3-01", false), "1|2|3|0||1");
  EXPECT_EQ(full_of("1.2.3-01a", false), "1|2|3|01a||");
  EXPECT_EQ(full_of("01.2.03-01", true), "01|2|03|01||");
}

TEST(SemverScan, LooseTakesAnyPrefixAndNeedsNoHyphen) {
  EXPECT_EQ(full_of("=v =1.2.3beta", true), "1|2|3|beta||");
  EXPECT_EQ(full_of("1.2.3beta", false), "1|2|3|||beta");
  EXPECT_EQ(full_of("1.2.3--", true), "1|2|3|-||");
  EXPECT_EQ(full_of("1.2.3-", true), "1|2|3|-||");  // the hyphen itself is the identifier
}

TEST(SemverScan, WhereATokenMustEndATooLongThirdNumberGivesADigitAway) {
  EXPECT_EQ(full_of("1.2.31.2", true, Ending::anywhere), "1|2|31|||.2");
  EXPECT_EQ(full_of("1.2.31.2", true, Ending::at_end), "1|2|3|1.2||");
  EXPECT_EQ(full_of("1.2.3.2", true, Ending::at_end), "1|2|3|||.2");
  EXPECT_EQ(full_of("1.2.31.2", false, Ending::at_end), "1|2|31|||.2");
}

TEST(SemverScan, APartialVersionNeedsItsFirstPartOnly) {
  EXPECT_EQ(partial_of("1", false), "1|||||");
  EXPECT_EQ(partial_of("=v 1.x", false), "1|x||||");
  EXPECT_EQ(partial_of("1.2.*-beta+b", false), "1|2|*|beta|b|");
  EXPECT_EQ(partial_of("X", false), "X|||||");
  EXPECT_EQ(partial_of("1.", false), "1|||||.");
  EXPECT_EQ(partial_of("1.2.", false), "1|2||||.");
  EXPECT_EQ(partial_of("1.2-beta", false), "1|2||||-beta");  // a pre-release needs all three numbers
  for (const char* text : {"", "v", "=", "a", "-1"}) EXPECT_EQ(partial_of(text, false), "none") << text;
}

TEST(SemverScan, RunsOfDigitsAndIdentifiersHaveTheBoundsOfNodeSemver) {
  const std::string digits(256, '1'), letters(251, 'a');
  EXPECT_EQ(full_of("1.2." + digits, true), "1|2|" + digits + "|||");
  EXPECT_EQ(full_of("1.2." + digits + "11", true, Ending::anywhere), "1|2|" + digits + "|11||");
  EXPECT_EQ(full_of("1.2." + digits + "1", false), "1|2|" + digits + "1|||");
  EXPECT_EQ(full_of("1.2." + digits + "11", false), "1|2|" + digits + "1|||1");
  EXPECT_EQ(full_of("1.2.3-" + letters, false), "1|2|3|" + letters + "||");
  EXPECT_EQ(full_of("1.2.3-" + letters + "a", false), "1|2|3|" + letters + "||a");
}

TEST(SemverScan, BuildTakesNothingThatIsEmpty) {
  EXPECT_EQ(build("1+a.b-c.007 x", 1), 11u);
  EXPECT_EQ(build("+a..b", 0), 2u);
  EXPECT_EQ(build("+.a", 0), 0u);
  EXPECT_EQ(build("+", 0), 0u);
  EXPECT_EQ(build("a", 0), 0u);
  EXPECT_EQ(build("a", 1), 1u);
}

TEST(SemverScan, SkipsPrefixesOnly) {
  EXPECT_EQ(skip_prefix("x = v1", 1), 5u);
  EXPECT_EQ(skip_prefix("V1", 0), 0u);
  EXPECT_EQ(skip_prefix("vv", 0), 2u);
}

TEST(SemverScan, WhiteSpaceIsJavaScripts) {
  EXPECT_EQ(squeeze(" \t1.2\r\n\v\f \xC2\xA0||\xE2\x80\x89\xE3\x80\x80"
                    "2 \xEF\xBB\xBF"),
            "1.2 || 2");
  EXPECT_EQ(squeeze(""), "");
  EXPECT_EQ(squeeze(" \xE2\x80\xA8\xE2\x80\xA9 "), "");
  EXPECT_EQ(squeeze("a\xE2\x80\x8B"
                    "b"),
            "a\xE2\x80\x8B"
            "b");                                          // zero-width space is none
  EXPECT_EQ(squeeze("a\xC2 \xE2\x80"), "a\xC2 \xE2\x80");  // nor are broken bytes
}

TEST(SemverScan, OnlyAsciiDigitsAreDigits) {
  EXPECT_TRUE(all_digits("0123456789"));
  EXPECT_FALSE(all_digits("12a"));
  EXPECT_FALSE(all_digits("\xD9\xA1"));
  EXPECT_FALSE(all_digits("-1"));
}

TEST(SemverScan, CountsAsJavaScriptDoes) {
  EXPECT_EQ(utf16_length(""), 0u);
  EXPECT_EQ(utf16_length("abc"), 3u);
  EXPECT_EQ(utf16_length("\xC3\xA9\xE2\x82\xAC"), 2u);
  EXPECT_EQ(utf16_length("\xF0\x9F\x98\x80"), 2u);  // a surrogate pair
}

}  // namespace
}  // namespace cordon::model::semver::scan
