#include "gate/shrinkwrap.h"

#include <gtest/gtest.h>

#include "model/default_registry.h"

namespace cordon::gate {
namespace {

using Addresses = std::vector<std::string>;

TEST(Shrinkwrap, NamesWhereItHasPackagesFrom) {
  EXPECT_EQ(addresses_of_shrinkwrap(R"({"packages":{"":{"version":"1.0.0"},
      "node_modules/a":{"version":"1.0.0","resolved":"https://registry.example.test/a/-/a-1.0.0.tgz"},
      "node_modules/b":{"resolved":"../b","link":true},"node_modules/f":{"resolved":"HTTPS://Y.example.test/f.tgz"}},
      "dependencies":{"c":{"version":"https://x.example.test/c.tgz","dependencies":{
      "d":{"version":"1.0.0","resolved":"git+ssh://git@x.example.test/d.git#1"}}},"e":{"resolved":"file:e.tgz"}}})"),
            (Addresses{"HTTPS://Y.example.test/f.tgz", "git+ssh://git@x.example.test/d.git#1",
                       "https://registry.example.test/a/-/a-1.0.0.tgz", "https://x.example.test/c.tgz"}));
}

TEST(Shrinkwrap, WhatNpmAsksOfItsRegistryIsLeftOut) {
  const std::string usual(model::default_registry("npm")), of_yarn(model::default_registry_of_yarn());
  const auto of = [](const std::string& address) {
    return addresses_of_shrinkwrap("{\"packages\":{\"a\":{\"resolved\":\"" + address + "\"}}}").size();
  };
  EXPECT_EQ(of(usual + "a/-/a-1.0.0.tgz"), 0u);
  EXPECT_EQ(of("http" + usual.substr(5) + "a/-/a-1.0.0.tgz"), 0u);
  EXPECT_EQ(of(of_yarn + "a/-/a-1.0.0.tgz"), 1u);
  EXPECT_EQ(of(usual.substr(0, usual.size() - 1) + ":8443/a.tgz"), 1u);
}

TEST(Shrinkwrap, WhatIsMoreThanIsReadIsNotPassedOver) {
  EXPECT_EQ(addresses_of_shrinkwrap(std::string(5'000, '[') + std::string(5'000, ']')).size(), 1u);
}

TEST(Shrinkwrap, WhatIsNoneNamesNothing) {
  for (const char* text : {"", "{", "[]", "7", "{\"packages\":[1]}"})
    EXPECT_EQ(addresses_of_shrinkwrap(text), Addresses{}) << text;
}

}  // namespace
}  // namespace cordon::gate
