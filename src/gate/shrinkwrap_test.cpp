#include "gate/shrinkwrap.h"

#include <gtest/gtest.h>

#include "model/default_registry.h"

namespace cordon::gate {
namespace {

using Addresses = std::vector<std::string>;

Addresses addresses(std::string_view shrinkwrap) { return locked_packages(shrinkwrap, {}).addresses; }

TEST(Shrinkwrap, NamesWhereItHasPackagesFrom) {
  EXPECT_EQ(addresses(R"({"packages":{"":{"version":"1.0.0"},
      "node_modules/a":{"version":"1.0.0","resolved":"https://registry.example.test/a/-/a-1.0.0.tgz"},
      "node_modules/b":{"resolved":"../b","link":true},"node_modules/f":{"resolved":"HTTPS://Y.example.test/f.tgz"}},
      "dependencies":{"c":{"version":"https://x.example.test/c.tgz","dependencies":{
      "d":{"version":"1.0.0","resolved":"git+ssh://git@x.example.test/d.git#1"}}},"e":{"resolved":"file:e.tgz"}}})"),
            (Addresses{"HTTPS://Y.example.test/f.tgz", "https://registry.example.test/a/-/a-1.0.0.tgz",
                       "https://x.example.test/c.tgz", "git+ssh://git@x.example.test/d.git#1"}));
}

TEST(Shrinkwrap, WhatNpmAsksOfItsRegistryIsLeftOut) {
  const std::string usual(model::default_registry("npm")), of_yarn(model::default_registry_of_yarn());
  const auto of = [](const std::string& address) {
    return addresses("{\"packages\":{\"a\":{\"resolved\":\"" + address + "\"}}}").size();
  };
  EXPECT_EQ(of(usual + "a/-/a-1.0.0.tgz"), 0u);
  EXPECT_EQ(of("http" + usual.substr(5) + "a/-/a-1.0.0.tgz"), 0u);
  EXPECT_EQ(of(of_yarn + "a/-/a-1.0.0.tgz"), 1u);
  EXPECT_EQ(of(usual.substr(0, usual.size() - 1) + ":8443/a.tgz"), 1u);
}

TEST(Shrinkwrap, WhatIsMoreThanIsReadIsNotPassedOver) {
  EXPECT_EQ(addresses(std::string(5'000, '[') + std::string(5'000, ']')).size(), 1u);
}

TEST(Shrinkwrap, WhatIsNoneNamesNothing) {
  for (const char* text : {"", "[]", "7", "{\"packages\":[1]}"}) EXPECT_EQ(addresses(text), Addresses{}) << text;
}

// npm reads past a byte that is no UTF-8, and takes a side of a conflict.
TEST(Shrinkwrap, WhatNpmReadsAndThisDoesNotIsNotPassedOver) {
  for (const char* text :
       {"{", "{\"name\":\"\xFF\",\"packages\":{}}", "<<<<<<< a\n{}\n||||||| b\n{}\n=======\n{}\n>>>>>>> c\n"})
    EXPECT_EQ(addresses(text).size(), 1u) << text;
}

TEST(Shrinkwrap, RepositoriesHideNoArchive) {
  std::string text = R"({"packages":{"a":{"resolved":"https://x.example.test/a.tgz"}},"more":{"":"")";
  for (int i = 0; i < 300; ++i)
    text += ",\"" + std::to_string(i) + "\":{\"resolved\":\"Git://x.example.test/" + std::to_string(i) + "\"}";
  const Addresses found = addresses(text + "}}");
  ASSERT_EQ(found.size(), 101u);
  EXPECT_EQ(found.front(), "https://x.example.test/a.tgz");
  EXPECT_FALSE(is_repository(found.front()));
  EXPECT_TRUE(is_repository(found.back()));
}

TEST(Shrinkwrap, TheOtherLockfileStandsInForOneThatIsEmpty) {
  const std::string text = R"({"packages":{"a":{"resolved":"https://x.example.test/a.tgz"}}})";
  EXPECT_EQ(locked_packages("", text).file, kLockfile);
  EXPECT_EQ(locked_packages("", text).addresses.size(), 1u);
  EXPECT_EQ(locked_packages("{}", text).file, kShrinkwrap);
  EXPECT_EQ(locked_packages("{}", text).addresses, Addresses{});
  EXPECT_EQ(locked_packages("", "").file, "");
}

}  // namespace
}  // namespace cordon::gate
