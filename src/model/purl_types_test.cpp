#include "model/purl_types.h"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

ErrorCode code(Purl purl) {
  const auto result = apply_type(purl);
  return result ? ErrorCode::internal : result.error().code;
}

TEST(PurlTypes, EveryTypeIsFoundAndAnUnknownOneAsksForNothing) {
  for (const char* type : {"alpm", "composer", "git", "github", "npm", "pypi", "vscode-extension", "yocto"})
    EXPECT_EQ(purl_type(type).type, type);
  EXPECT_EQ(purl_type("unheard-of").type, "");
  EXPECT_EQ(purl_type("unheard-of").name_space, Presence::optional);
  EXPECT_EQ(purl_type("").name_space, Presence::optional);
}

TEST(PurlTypes, EcosystemsHaveATypeAndTheWayBack) {
  for (const auto& [ecosystem, type] :
       {std::pair("npm", "npm"), std::pair("crates", "cargo"), std::pair("go", "golang"), std::pair("pypi", "pypi"),
        std::pair("github-actions", "github")}) {
    EXPECT_EQ(purl_type_of_ecosystem(ecosystem), type);
    EXPECT_EQ(ecosystem_of_purl_type(type), ecosystem);
  }
}

TEST(PurlTypes, NamespacesAreThereWhereTheyMustBeAndOnlyThere) {
  EXPECT_EQ(code({.type = "maven", .name = "a"}), ErrorCode::invalid_value);
  EXPECT_EQ(code({.type = "cargo", .name_space = "a", .name = "b"}), ErrorCode::invalid_value);
  EXPECT_EQ(code({.type = "npm", .name_space = "@a", .name = "b"}), ErrorCode::internal);
  EXPECT_EQ(code({.type = "npm", .name = "b"}), ErrorCode::internal);
  EXPECT_EQ(code({.type = "git", .name_space = "a", .name = "b/c"}), ErrorCode::internal);
  EXPECT_EQ(code({.type = "git", .name_space = "a/b", .name = "c"}), ErrorCode::invalid_value);
}

TEST(PurlTypes, LettersAreSpelledAsTheTypeSpellsThem) {
  Purl cpan{.type = "cpan", .name_space = "Abc1", .name = "Mixed"};
  ASSERT_TRUE(apply_type(cpan));
  EXPECT_EQ(cpan.name_space, "ABC1");
  EXPECT_EQ(cpan.name, "Mixed");
  Purl go{.type = "golang", .name_space = "example.test/Owner", .name = "Repo"};
  ASSERT_TRUE(apply_type(go));
  EXPECT_EQ(go.name_space, "example.test/Owner");  // two modules may differ in case alone
  Purl pub{.type = "pub", .name = "A-b.c"};
  ASSERT_TRUE(apply_type(pub));
  EXPECT_EQ(pub.name, "a_b_c");
}

TEST(PurlTypes, ChromeExtensionsHaveAFormOfTheirOwn) {
  const std::string name(32, 'p');
  for (const char* version : {"", "1", "1.2.3.4"})
    EXPECT_EQ(code({.type = "chrome-extension", .name = name, .version = version}), ErrorCode::internal) << version;
  for (const char* version : {"1.2.3.4.5", "1.2-beta", "1.", ".1", "1..2"})
    EXPECT_EQ(code({.type = "chrome-extension", .name = name, .version = version}), ErrorCode::invalid_value)
        << version;
  EXPECT_EQ(code({.type = "chrome-extension", .name = name + "a"}), ErrorCode::invalid_value);
  EXPECT_EQ(code({.type = "chrome-extension", .name = std::string(32, 'q')}), ErrorCode::invalid_value);
}

TEST(PurlTypes, AnEcosystemAndItsTypeNameEachOther) {
  for (const char* ecosystem : {"npm", "crates", "go", "github-actions", "pypi", "maven"})
    EXPECT_EQ(ecosystem_of_purl_type(purl_type_of_ecosystem(ecosystem)), ecosystem);
  EXPECT_EQ(ecosystem_of_purl_type("githubactions"), "github-actions");
}

}  // namespace
}  // namespace cordon::model
