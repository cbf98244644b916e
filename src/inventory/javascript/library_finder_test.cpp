#include "inventory/javascript/library_finder.h"

#include <gtest/gtest.h>

#include "base/sha1.h"

namespace cordon::inventory::javascript {
namespace {

using Words = std::vector<std::string>;
const std::string kVersion = R"(([0-9][0-9.a-z_\-]+))";

LibraryFinder finder() {
  return LibraryFinder::make({{"pear",
                               "pkg:npm/pear",
                               {{R"(/\*! Pear v)" + kVersion, ""}, {"pear\\.version=\"" + kVersion, ""}},
                               {{"pear-" + kVersion + R"((\.min)?\.js)", ""}},
                               {{"/pear@" + kVersion + "/", ""}},
                               {}},
                              {"plum",
                               "pkg:generic/plum",
                               {{"(?:Plum|PLUM) " + kVersion, ""}, {"\\*" + kVersion, ""}},
                               {},
                               {},
                               {{sha1_hex("plum();\nplum();\n"), "0.3"}}}})
      .value();
}

Words found(const std::string& path, const std::string& text) {
  static const LibraryFinder kFinder = finder();
  const FoundLibraries out = kFinder.find(path, text);
  EXPECT_TRUE(out.complete);
  Words words;
  for (const FoundLibrary& each : out.libraries)
    words.push_back(kFinder.signatures()[each.library].name + " " + each.version + ":" + std::to_string(each.line));
  return words;
}

TEST(LibraryFinder, TheTextOfAFileSaysWhatItHolds) {
  EXPECT_EQ(found("a.js", "x\n/*! Pear v1.2.3 */\nPlum 4.0 pear.version=\"1.2.3\""),
            (Words{"pear 1.2.3:2", "plum 4.0:3"}));
  EXPECT_EQ(found("a.js", "/*! Pear v1.2.3 */\n/*! Pear v2.0.0 */"), (Words{"pear 1.2.3:1", "pear 2.0.0:2"}));
  EXPECT_EQ(found("a.js", "pear and plum"), Words{});
}

TEST(LibraryFinder, ADigestSaysItWhateverTheEndsOfLinesAre) {
  EXPECT_EQ(found("a.js", "plum();\nplum();\n"), Words{"plum 0.3:0"});
  EXPECT_EQ(found("a.js", "plum();\r\nplum();\r\n"), Words{"plum 0.3:0"});
  EXPECT_EQ(found("a.js", "plum();\rplum();\r"), Words{"plum 0.3:0"});
  EXPECT_EQ(found("a.js", "plum();\n"), Words{});
}

TEST(LibraryFinder, ANameSaysOnlyWhatTheTextDoesNot) {
  EXPECT_EQ(found("lib/pear-1.0.0.min.js", "x"), Words{"pear 1.0.0:0"});
  EXPECT_EQ(found("lib/pear@1.1.0/x.js", "x"), Words{"pear 1.1.0:0"});
  EXPECT_EQ(found("lib/pear-1.0.0.min.js", "/*! Pear v3.0.0 */"), Words{"pear 3.0.0:1"});
  EXPECT_EQ(found("lib/pear-1.0.0.min.js", "Plum 4.0"), (Words{"pear 1.0.0:0", "plum 4.0:1"}));
  EXPECT_EQ(found("lib/xpear-1.0.0.js.map", "x"), Words{});
}

TEST(LibraryFinder, APatternThatAnyFileMayHoldIsOfNoUse) {
  EXPECT_EQ(check_pattern({"\\*" + kVersion, ""}, PatternUse::content).error().code, ErrorCode::unsupported_format);
  EXPECT_TRUE(check_pattern({"a" + kVersion, ""}, PatternUse::name));
  EXPECT_EQ(check_pattern({"pear", ""}, PatternUse::content).error().code, ErrorCode::syntax);
  EXPECT_EQ(found("a.js", "*1.2.3"), Words{});
}

TEST(LibraryFinder, AListThatWouldCostTooMuchIsRefused) {
  std::vector<model::LibrarySignature> many(1);
  for (int i = 0; i < 2'001; ++i) many[0].file_names.push_back({"pear([0-9])" + std::to_string(i), ""});
  EXPECT_EQ(check_signatures(many).error().code, ErrorCode::too_many);
  many[0].file_names.resize(2'000);
  EXPECT_TRUE(check_signatures(many));
  std::vector<model::LibrarySignature> large(1);
  for (int i = 0; i < 200; ++i)
    large[0].file_names.push_back({"pear([0-9]+)" + std::to_string(i) + std::string(4'000, 'x'), ""});
  EXPECT_EQ(check_signatures(large).error().code, ErrorCode::too_many);
  std::vector<model::LibrarySignature> long_texts(1);
  for (int i = 0; i < 50; ++i)
    long_texts[0].contents.push_back({"([0-9]+)" + std::to_string(i) + std::string(1'500, 'x'), ""});
  EXPECT_EQ(check_signatures(long_texts).error().code, ErrorCode::too_many);
}

TEST(LibraryFinder, MoreThanAFileCanHoldIsNotPassedOver) {
  static const LibraryFinder kFinder = finder();
  std::string text;
  for (int i = 0; i < 101; ++i) text += "/*! Pear v1." + std::to_string(i) + ".0 */\n";
  EXPECT_FALSE(kFinder.find("a.js", text).complete);
  EXPECT_FALSE(kFinder.find("a.js", "Plum 4.0", std::chrono::steady_clock::time_point::min()).complete);
  EXPECT_TRUE(kFinder.find("a.js", "nothing", std::chrono::steady_clock::time_point::min()).complete);
}

TEST(LibraryFinder, ScriptsAreKnownByTheEndOfTheirName) {
  for (const char* name : {"a.js", "A.JS", "a.min.js", "a.mjs", "a.cjs", ".js"}) EXPECT_TRUE(is_script(name)) << name;
  for (const char* name : {"a.json", "ajs", "js", "", "a.js.map", "a.ts"}) EXPECT_FALSE(is_script(name)) << name;
}

}  // namespace
}  // namespace cordon::inventory::javascript
