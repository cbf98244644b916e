#include "intel/package_form.h"

#include <gtest/gtest.h>

#include <string>

namespace cordon::intel {
namespace {

bool good_name(std::string_view ecosystem, std::string_view name) {
  return package_name_fault(ecosystem, name).empty();
}
bool good_version(std::string_view ecosystem, std::string_view version) {
  return version_fault(ecosystem, version).empty();
}

TEST(PackageForm, OnlyKnownEcosystemsHaveNamesAndVersions) {
  for (const char* ecosystem : {"npm", "pypi", "crates", "composer", "go"})
    EXPECT_TRUE(ecosystem_fault(ecosystem).empty());
  for (const char* bad : {"", "NPM", "gem"}) {
    EXPECT_FALSE(ecosystem_fault(bad).empty());
    EXPECT_FALSE(good_name(bad, "a"));
    EXPECT_FALSE(good_version(bad, "1.0.0"));
  }
}

TEST(PackageForm, NpmNamesMayBeScopedAndOld) {
  for (const char* name : {"axios", "@scope/name", "JSONStream", "a.b_c-d~e", "1", "cross-env.js"})
    EXPECT_TRUE(good_name("npm", name)) << name;
  for (const char* bad : {"", "@scope", "@/name", "@scope/", "a/b", "@a/b/c", "a b", "..", "a@1", "a%2fb"})
    EXPECT_FALSE(good_name("npm", bad)) << bad;
  EXPECT_FALSE(good_name("npm", std::string(215, 'a')));
}

TEST(PackageForm, OtherNamesStandAsTheirClientsCompareThem) {
  EXPECT_TRUE(good_name("pypi", "guardrails-ai"));
  for (const char* bad : {"Guardrails-AI", "guardrails_ai", "a--b", "-a", "a-", "a.b", ""})
    EXPECT_FALSE(good_name("pypi", bad));
  EXPECT_TRUE(good_name("crates", "proc-macro1"));
  for (const char* bad : {"1a", "a.b", ""}) EXPECT_FALSE(good_name("crates", bad));
  EXPECT_TRUE(good_name("composer", "laravel-lang/lang"));
  for (const char* bad : {"lang", "Vendor/name", "a/", "/b", "a/b/c", ""}) EXPECT_FALSE(good_name("composer", bad));
  EXPECT_TRUE(good_name("go", "example.invalid/a/v2"));
  for (const char* bad :
       {"a/b", "/example.invalid", "example.invalid/", "example.invalid//a", "example.invalid/a b", ""})
    EXPECT_FALSE(good_name("go", bad));
}

TEST(PackageForm, VersionsAreExactInTheirEcosystem) {
  for (const char* version :
       {"1.14.1", "0.0.1-security.0", "1.4.44-liberty-2", "2026.3.31-1", "1.0.0+build.01", "1.0.0-0a.b"})
    EXPECT_TRUE(good_version("npm", version)) << version;
  for (const char* bad : {"", "*", "1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0-a..b", "1.0.0+",
                          "^1.0.0", "1.0.x", "1.0.0 ", "latest"})
    EXPECT_FALSE(good_version("npm", bad)) << bad;
  EXPECT_TRUE(good_version("crates", "0.3.10"));
  for (const char* version :
       {"1", "0.2.2.1", "1.82.7", "2!1.0", "1.0a1", "1.0rc2", "0.1.2.post1", "1.0.dev3", "1.0+local.1"})
    EXPECT_TRUE(good_version("pypi", version)) << version;
  for (const char* bad : {"", "v1", "1.0-1", "1.0.", "1..0", "1.0alpha", "1.0.post", "1.0+", "a1"})
    EXPECT_FALSE(good_version("pypi", bad)) << bad;
  EXPECT_TRUE(good_version("go", "v0.0.0-20260805062327-23dc26d5459b"));
  EXPECT_FALSE(good_version("go", "0.10.1"));
  EXPECT_TRUE(good_version("composer", "15.29.5"));
  EXPECT_TRUE(good_version("composer", "v3.4.0"));
  for (const char* bad : {"", "v", "dev-main", "1.0 "}) EXPECT_FALSE(good_version("composer", bad)) << bad;
}

TEST(PackageForm, NamesAreNormalisedAsTheClientsDo) {
  EXPECT_EQ(normal_name("pypi", "Guardrails__AI.x"), "guardrails-ai-x");
  EXPECT_EQ(normal_name("composer", "Laravel-Lang/Lang"), "laravel-lang/lang");
  EXPECT_EQ(normal_name("npm", "JSONStream"), "JSONStream");
  EXPECT_EQ(normal_name("crates", "proc_macro1"), "proc_macro1");
}

TEST(PackageForm, VersionsAreNormalisedAsNpmDoes) {
  for (const char* version : {"1.14.1", "v1.14.1", "=1.14.1", " =v1.14.1 ", "1.14.1+build.5", "1.014.1"})
    EXPECT_EQ(normal_version("npm", version), "1.14.1") << version;
  EXPECT_EQ(normal_version("npm", "1.0.0beta"), "1.0.0-beta");
  EXPECT_EQ(normal_version("npm", "latest"), "latest");
  EXPECT_EQ(normal_version("npm", ""), "");
  EXPECT_EQ(normal_version("pypi", "v1.0"), "v1.0");
  EXPECT_TRUE(same_release("pypi", "0.2", "v0.2.0"));
  EXPECT_TRUE(same_release("pypi", "1.0rc1", "1.0-RC.1"));
  EXPECT_FALSE(same_release("pypi", "0.2", "0.2.post1"));
  EXPECT_FALSE(same_release("pypi", "x", "y"));
  EXPECT_FALSE(same_release("npm", "1.0.0", "1.0.0+a"));
}

TEST(PackageForm, OnlyNpmsOwnPlaceholdersArePlaceholders) {
  EXPECT_TRUE(is_security_placeholder("npm", "0.0.1-security"));
  EXPECT_TRUE(is_security_placeholder("npm", "0.0.1-security.0"));
  for (const char* version : {"0.0.1", "0.0.1-security.", "0.0.1-security.a", "0.0.1-security-1", "1.0.0-security"})
    EXPECT_FALSE(is_security_placeholder("npm", version)) << version;
  EXPECT_FALSE(is_security_placeholder("crates", "0.0.1-security"));
}

}  // namespace
}  // namespace cordon::intel
