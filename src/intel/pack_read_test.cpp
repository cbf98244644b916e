#include "intel/pack_read.h"

#include <gtest/gtest.h>

#include <string>

#include "intel/test_pack.h"

namespace cordon::intel {
namespace {

Error error_of(const std::string& text) {
  const auto pack = read_pack(text, "test.yaml");
  return pack ? Error{ErrorCode::internal, "no error", 0, 0, {}} : pack.error();
}

void expect_error(ErrorCode code, std::uint32_t line, const std::string& text) {
  const Error error = error_of(text);
  EXPECT_EQ(to_string(error.code), to_string(code)) << error.describe() << "\n" << text;
  EXPECT_EQ(error.line, line) << error.describe() << "\n" << text;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(PackRead, ReadsEveryField) {
  const auto pack = read_pack(test_pack(R"(  - ecosystem: npm
    name: example-package
    versions: ["1.0.1", "1.0.2"]
    integrity: {"1.0.2": [sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=]}
    aliases: [MAL-2026-1]
    confidence: medium
    note: A note.
)",
                                        R"(window: {start: "2026-03-31T00:21:00Z", end: "2026-03-31T03:29:00Z"}
aliases: [GHSA-fw8c-xr5c-95f9]
tags: [attack.t1195.002]
last_good: [{ecosystem: npm, name: example-package, version: "0.9.0", below: "1.0.2"}]
traces:
  - {ecosystem: npm, name: example-package, version: "1.0.1", hook_files: [lib/a.js], decoy_files: [b.md],
     version_after: "1.0.0"}
indicators: [{kind: domain, value: example.invalid, source: "https://example.invalid/report", note: N}]
)"),
                              "test.yaml");
  ASSERT_TRUE(pack.has_value()) << pack.error().describe();
  IncidentPack expected;
  expected.id = "test-2026";
  expected.title = "A test";
  expected.date = "2026-03-31";
  expected.updated = "2026-04-01";
  expected.window_start = "2026-03-31T00:21:00Z";
  expected.window_end = "2026-03-31T03:29:00Z";
  expected.summary = "Nothing happened.";
  expected.sources = {"https://example.invalid/report"};
  expected.aliases = {"GHSA-fw8c-xr5c-95f9"};
  expected.tags = {"attack.t1195.002"};
  const auto medium = model::Confidence::medium;
  expected.packages = {
      {"npm", "example-package", "1.0.1", {}, {"MAL-2026-1"}, "A note.", medium},
      {"npm", "example-package", "1.0.2", {"sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo="}, {"MAL-2026-1"}, "A note.", medium}};
  expected.last_good = {{"npm", "example-package", "0.9.0", "1.0.2"}};
  expected.traces = {{"npm", "example-package", "1.0.1", {"lib/a.js"}, {"b.md"}, "1.0.0"}};
  expected.indicators = {{IndicatorKind::domain, "example.invalid", "https://example.invalid/report", medium, "N"}};
  expected.recovery = {"Do nothing."};
  EXPECT_EQ(*pack, expected);
}

TEST(PackRead, PackagesTakeTheConfidenceOfThePack) {
  const auto pack = read_pack(replaced(test_pack(kTestPackage), "confidence: high", "confidence: low"), "test.yaml");
  EXPECT_EQ(pack.value().packages.at(0).confidence, model::Confidence::low);
}

TEST(PackRead, TheSmallestPackIsAccepted) { EXPECT_TRUE(read_pack(test_pack(kTestPackage), "test.yaml").has_value()); }

TEST(PackRead, EveryRequiredFieldIsMissed) {
  for (const char* key : {"schema", "id", "title", "date", "updated", "summary", "sources", "recovery", "packages"}) {
    std::string text = test_pack(kTestPackage);
    const std::size_t at = ("\n" + text).find("\n" + std::string(key) + ":");
    ASSERT_NE(at, std::string::npos) << key;
    std::size_t end = text.find('\n', at) + 1;
    while (end < text.size() && text[end] == ' ') end = text.find('\n', end) + 1;
    text.erase(at, end - at);
    EXPECT_EQ(error_of(text).code, ErrorCode::missing_field) << key;
  }
}

TEST(PackRead, UnknownKeysAreRefusedEverywhere) {
  const std::string package(kTestPackage);
  expect_error(ErrorCode::unknown_key, 13, test_pack(kTestPackage, "recoverry: []\n"));
  expect_error(ErrorCode::unknown_key, 12, test_pack("  - {ecosystem: npm, name: a, version: \"1.0.0\"}\n"));
  expect_error(ErrorCode::unknown_key, 13,
               test_pack(package, "window: {start: \"2026-03-31T00:21:00Z\", finish: a}\n"));
  expect_error(ErrorCode::unknown_key, 14,
               test_pack(package, "indicators:\n  - {type: domain, value: a.invalid, source: a}\n"));
  expect_error(ErrorCode::unknown_key, 14,
               test_pack(package, "last_good:\n  - {ecosystem: npm, name: a, versions: []}\n"));
  expect_error(ErrorCode::unknown_key, 14, test_pack(package, "traces:\n  - {ecosystem: npm, name: a, files: []}\n"));
}

TEST(PackRead, DuplicateKeysAreRefused) {
  expect_error(ErrorCode::invalid_value, 13, test_pack(kTestPackage, "title: Another\n"));
}

TEST(PackRead, OnlyItsOwnSchemaIsUnderstood) {
  expect_error(ErrorCode::unsupported_version, 1,
               replaced(test_pack(kTestPackage), "cordon.incident/1", "cordon.incident/2"));
}

TEST(PackRead, MalformedValuesAreRefusedAtTheirLine) {
  const std::string text = test_pack(kTestPackage);
  expect_error(ErrorCode::invalid_value, 2, replaced(text, "id: test-2026", "id: Test_2026"));
  expect_error(ErrorCode::invalid_value, 4, replaced(text, "2026-03-31", "2026-02-30"));
  expect_error(ErrorCode::invalid_value, 5, replaced(text, "2026-04-01", "2026-03-30"));  // before the attack
  expect_error(ErrorCode::invalid_value, 6, replaced(text, "confidence: high", "confidence: certain"));
  expect_error(ErrorCode::invalid_value, 8, replaced(text, "https://example.invalid/report", "https://nowhere"));
  expect_error(ErrorCode::invalid_value, 12, replaced(text, "\"1.0.2\"", "\"1.0\""));
  expect_error(ErrorCode::invalid_value, 12, replaced(text, "example-package", "\"example package\""));
  expect_error(ErrorCode::invalid_value, 12, replaced(text, "npm", "gem"));
  expect_error(ErrorCode::invalid_value, 13, test_pack(kTestPackage, "aliases: [GHSA-0000-0000-0000]\n"));
  expect_error(ErrorCode::invalid_value, 13, test_pack(kTestPackage, "tags: [attack.t1]\n"));
  expect_error(ErrorCode::invalid_value, 13,
               test_pack(kTestPackage, "window: {start: \"2026-03-31T03:29:00Z\", end: \"2026-03-31T00:21:00Z\"}\n"));
}

TEST(PackRead, AMistypedDigestIsRefused) {
  expect_error(ErrorCode::invalid_value, 14,
               test_pack(kTestPackage,
                         "indicators:\n  - {kind: sha1, value: 2553649f232204966871cea80a5d0d6adc700ca, source: a}\n"));
  expect_error(ErrorCode::invalid_value, 14,
               test_pack(kTestPackage, "indicators:\n  - {kind: sha3, value: a, source: a}\n"));
  expect_error(ErrorCode::missing_field, 14,
               test_pack(kTestPackage, "indicators:\n  - {kind: domain, value: a.invalid}\n"));
}

TEST(PackRead, DuplicateEntriesAreRefused) {
  const std::string package(kTestPackage);
  expect_error(ErrorCode::invalid_value, 13,
               test_pack(package + "  - {ecosystem: npm, name: example-package, versions: [\"1.0.1\"]}\n"));
  const std::string indicator = "  - {kind: domain, value: a.invalid, source: a}\n";
  expect_error(ErrorCode::invalid_value, 15, test_pack(kTestPackage, "indicators:\n" + indicator + indicator));
  const std::string good = "  - {ecosystem: npm, name: example-package, version: \"1.0.0\"}\n";
  expect_error(ErrorCode::invalid_value, 15, test_pack(kTestPackage, "last_good:\n" + good + good));
}

TEST(PackRead, EveryVersionStandsAlone) {
  const auto pack = read_pack(test_pack("  - {ecosystem: npm, name: a, versions: [\"*\"]}\n"), "test.yaml");
  EXPECT_EQ(pack.value().packages.at(0).version, kEveryVersion);
  expect_error(ErrorCode::invalid_value, 12,
               test_pack("  - {ecosystem: npm, name: a, versions: [\"*\", \"1.0.0\"]}\n"));
  expect_error(ErrorCode::missing_field, 12, test_pack("  - {ecosystem: npm, name: a, versions: []}\n"));
}

TEST(PackRead, IntegrityBelongsToAListedVersion) {
  expect_error(ErrorCode::invalid_value, 12,
               test_pack("  - {ecosystem: npm, name: a, versions: [\"1.0.0\"], integrity: {\"1.0.1\": "
                         "[sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=]}}\n"));
  expect_error(ErrorCode::invalid_value, 12,
               test_pack("  - {ecosystem: npm, name: a, versions: [\"1.0.0\"], integrity: {\"1.0.0\": []}}\n"));
  expect_error(ErrorCode::wrong_type, 12,
               test_pack("  - {ecosystem: npm, name: a, versions: [\"1.0.0\"], integrity: [a]}\n"));
}

TEST(PackRead, LastGoodAndTracesAreAboutThePackagesOfThePack) {
  const auto last_good = [](const char* entry) {
    return test_pack(kTestPackage, "last_good:\n  - {ecosystem: npm, " + std::string(entry) + "}\n");
  };
  expect_error(ErrorCode::invalid_value, 14, last_good("name: another, version: \"1.0.0\""));
  expect_error(ErrorCode::invalid_value, 14, last_good("name: example-package, version: \"1.0.1\""));  // a bad one
  const auto trace = [](const char* entry) {
    return test_pack(kTestPackage,
                     "traces:\n  - {ecosystem: npm, name: example-package, " + std::string(entry) + "}\n");
  };
  expect_error(ErrorCode::invalid_value, 14, trace("version: \"1.0.0\", hook_files: [a.js]"));  // not listed
  expect_error(ErrorCode::invalid_value, 14, trace("version: \"1.0.1\""));                      // says nothing
  expect_error(ErrorCode::invalid_value, 14, trace("version: \"1.0.1\", hook_files: [../a.js]"));
}

TEST(PackRead, TextsWithHiddenCharactersAreRefused) {
  expect_error(ErrorCode::invalid_value, 3,
               replaced(test_pack(kTestPackage), "title: A test", R"(title: "A \e[31m test")"));
}

TEST(PackRead, ShapesOtherThanExpectedAreRefused) {
  expect_error(ErrorCode::missing_field, 0, "");
  expect_error(ErrorCode::wrong_type, 1, "text\n");
  expect_error(ErrorCode::missing_field, 1, "[]\n");
  expect_error(ErrorCode::wrong_type, 13, test_pack(kTestPackage, "indicators: a\n"));
  expect_error(ErrorCode::wrong_type, 13, test_pack(kTestPackage, "indicators: [a]\n"));
  expect_error(ErrorCode::wrong_type, 13, test_pack(kTestPackage, "window: a\n"));
  EXPECT_EQ(error_of(test_pack(kTestPackage) + "---\na: b\n").code, ErrorCode::too_many);
  EXPECT_EQ(error_of(test_pack(kTestPackage) + "a: [\n").code, ErrorCode::truncated);
  EXPECT_EQ(error_of(test_pack(kTestPackage) + "a: ]\n").code, ErrorCode::syntax);
}

TEST(PackRead, ThereAreLimits) {
  Limits limits;
  limits.bytes = 100;
  EXPECT_EQ(read_pack(test_pack(kTestPackage), "test.yaml", limits).error().code, ErrorCode::too_large);
  std::string versions;
  for (int i = 0; i <= 20'000; ++i) versions += "\"1.0." + std::to_string(i) + "\",\n    ";
  const Error error = error_of(test_pack("  - {ecosystem: npm, name: a, versions: [" + versions + "]}\n"));
  EXPECT_EQ(error.code, ErrorCode::too_many);
}

TEST(PackRead, ErrorsNameTheFile) {
  const auto pack = read_pack("id: a\n", "folder/test.yaml");
  ASSERT_FALSE(pack.error().context.empty());
  EXPECT_NE(pack.error().context.back().find("folder/test.yaml"), std::string::npos);
}

}  // namespace
}  // namespace cordon::intel
