#include "model/purl.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace cordon::model {
namespace {

TEST(Purl, WritesNpmNames) {
  EXPECT_EQ(make_purl("npm", "axios", "1.14.1"), "pkg:npm/axios@1.14.1");
  EXPECT_EQ(make_purl("npm", "@babel/core", "7.0.0"), "pkg:npm/%40babel/core@7.0.0");
  EXPECT_EQ(make_purl("npm", "axios", ""), "pkg:npm/axios");
}

TEST(Purl, EncodesWhatIsReserved) {
  EXPECT_EQ(make_purl("npm", "a", "1.0.0+build"), "pkg:npm/a@1.0.0%2Bbuild");
  EXPECT_EQ(make_purl("npm", "a b\x1b", "1"), "pkg:npm/a%20b%1B@1");
}

TEST(Purl, SortsQualifiersAndLeavesOutEmptyOnes) {
  EXPECT_EQ(make_purl("npm", "a", "1", {{"vcs_url", "git+https://x.invalid/a.git#abc"}, {"arch", ""}, {"a", "b"}}),
            "pkg:npm/a@1?a=b&vcs_url=git%2Bhttps:%2F%2Fx.invalid%2Fa.git%23abc");
}

std::string canonical(std::string_view text, PurlKeys keys = PurlKeys::lower) {
  const auto purl = parse_purl(text, keys);
  return purl ? purl->text() : std::string(to_string(purl.error().code));
}

TEST(Purl, ReadsAllItsComponents) {
  const Purl purl =
      parse_purl("pkg:npm/%40scope/name@1.0.0%2Bb?vcs_url=git%2Bhttps://x.invalid/a.git%23abc&arch=a%26b#lib/a%20b/")
          .value();
  EXPECT_EQ(purl.type, "npm");
  EXPECT_EQ(purl.name_space, "@scope");
  EXPECT_EQ(purl.name, "name");
  EXPECT_EQ(purl.version, "1.0.0+b");
  EXPECT_EQ(purl.qualifiers, (Qualifiers{{"arch", "a&b"}, {"vcs_url", "git+https://x.invalid/a.git#abc"}}));
  EXPECT_EQ(purl.subpath, "lib/a b");
}

TEST(Purl, EverySpellingHasOneCanonicalForm) {
  const std::pair<const char*, const char*> cases[] = {
      {"pkg:npm/@babel/core", "pkg:npm/%40babel/core"},
      {"PKG://NPM//%40babel//core@7.0.0", "pkg:npm/%40babel/core@7.0.0"},
      {"pkg:npm/a@", "pkg:npm/a"},
      {"pkg:npm/a@1/", "pkg:npm/a@1%2F"},
      {"pkg:npm/a?", "pkg:npm/a"},
      {"pkg:npm/a?b=&c=1&", "pkg:npm/a?c=1"},
      {"pkg:npm/a?Key=1&b=x=y", "pkg:npm/a?b=x%3Dy&key=1"},
      {"pkg:npm/a#./b/../c/", "pkg:npm/a#b/c"},
      {"pkg:npm/a#..", "pkg:npm/a"},
      {"pkg:generic/a%2Fb", "pkg:generic/a%2Fb"},
      {"pkg:pypi/Zope_interface@1.0.RC1", "pkg:pypi/zope-interface@1.0.rc1"},
      {"pkg:git/example.test/a/b/c@v1", "pkg:git/example.test/a/b/c@v1"},
      {"pkg:brew/node@20@20.1", "pkg:brew/node%4020@20.1"},
      {"pkg:unheard-of/A/b@C", "pkg:unheard-of/A/b@C"},
      {"pkg:generic/\xc3\xa4", "pkg:generic/%C3%A4"},
      {"pkg:mlflow/A@1?repository_url=https://x.databricks.invalid",
       "pkg:mlflow/a@1?repository_url=https:%2F%2Fx.databricks.invalid"},
      {"pkg:mlflow/A@1", "pkg:mlflow/A@1"},
  };
  for (const auto& [written, expected] : cases) {
    EXPECT_EQ(canonical(written), expected) << written;
    EXPECT_EQ(canonical(expected, PurlKeys::refuse_capitals), expected);
  }
}

TEST(Purl, RefusesWhatIsNone) {
  for (const char* text :
       {"", "pkg:", "pkg:npm", "npm/a@1", "pkg%3Anpm/a", "http://npm/a", "pkg:npm/%zz", "pkg:npm/a@%4", "pkg:npm/@1.0",
        "pkg:swift/x.test/a/@1", "pkg:npm/a#b%2Fc", "pkg:npm/a%2Fb/c", "pkg:npm/a?b=%"})
    EXPECT_EQ(canonical(text), "syntax") << text;
  for (const char* text :
       {"pkg:npm/", "pkg:n&m/a", "pkg:3npm/a", "pkg:nginx:a/b", "pkg:npm/a?b%20c=1", "pkg:npm/a?1=1", "pkg:npm/a?=1",
        "pkg:npm/a?b=1&B=2", "pkg:cargo/a/b@1", "pkg:maven/a@1", "pkg:julia/A@1", "pkg:cpan/A::B"})
    EXPECT_EQ(canonical(text), "invalid_value") << text;
  EXPECT_EQ(canonical("pkg:npm/%FF"), "invalid_utf8");
  EXPECT_EQ(canonical("pkg:npm/a?b=%FF"), "invalid_utf8");
  EXPECT_EQ(canonical("pkg:npm/a?Key=1", PurlKeys::refuse_capitals), "syntax");
}

TEST(Purl, HasLimits) {
  const std::string start = "pkg:npm/";
  EXPECT_EQ(canonical(start + std::string(kMaxPurlBytes - start.size(), 'a')).size(), kMaxPurlBytes);
  EXPECT_EQ(canonical(start + std::string(kMaxPurlBytes, 'a')), "too_large");
  std::string many = "pkg:npm/a?";
  for (std::size_t i = 0; i <= kMaxPurlQualifiers; ++i) many += "k" + std::to_string(i) + "=1&";
  EXPECT_EQ(canonical(many), "too_many");
  EXPECT_EQ(canonical_purl({.type = "npm", .name = std::string(kMaxPurlBytes, 'a')}).error().code,
            ErrorCode::too_large);
}

TEST(Purl, ComponentsAreCheckedAndSpelledAsTheirTypeDoes) {
  const Purl purl = canonical_purl({.type = "GitHub",
                                    .name_space = "/Owner/",
                                    .name = "Repo",
                                    .version = "v1",
                                    .qualifiers = {{"B", "2"}, {"a", "1"}, {"c", ""}},
                                    .subpath = "/x/./y"})
                        .value();
  EXPECT_EQ(purl.text(), "pkg:github/owner/repo@v1?a=1&b=2#x/y");
  EXPECT_EQ(canonical_purl({.type = "npm", .name = ""}).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(canonical_purl({.type = "", .name = "a"}).error().code, ErrorCode::invalid_value);
}

// What is written for npm is what the specification calls canonical.
TEST(Purl, NamesOfNpmAreWrittenCanonically) {
  for (const char* name : {"axios", "@babel/core", "JSONStream", "a~b", "@x/y.z"}) {
    const std::string text = make_purl("npm", name, "1.0.0+b", {{"vcs_url", "git+ssh://git@x.invalid/a"}});
    EXPECT_EQ(canonical(text, PurlKeys::refuse_capitals), text);
  }
}

TEST(Purl, ReadingWhatWasWrittenGivesTheSameComponents) {
  EXPECT_TRUE(rc::check([](const std::string& name, const std::string& version, const std::string& value) {
    const auto made = canonical_purl({.type = "generic",
                                      .name_space = "a/b",
                                      .name = name,
                                      .version = version,
                                      .qualifiers = {{"k", value}},
                                      .subpath = "s"});
    if (!made) return;  // no name, or not UTF-8
    const auto read = parse_purl(made->text(), PurlKeys::refuse_capitals);
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->name == made->name);
    RC_ASSERT(read->version == version);
    RC_ASSERT(read->qualifiers == made->qualifiers);
    RC_ASSERT(read->name_space == "a/b");
    RC_ASSERT(read->text() == made->text());
  }));
}

}  // namespace
}  // namespace cordon::model
