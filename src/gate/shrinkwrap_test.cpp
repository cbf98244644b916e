#include "gate/shrinkwrap.h"

#include <gtest/gtest.h>

namespace cordon::gate {
namespace {

using Addresses = std::vector<std::string>;

TEST(Shrinkwrap, NamesWhereItHasPackagesFrom) {
  EXPECT_EQ(addresses_of_shrinkwrap(R"({"packages":{"":{"version":"1.0.0"},
      "node_modules/a":{"version":"1.0.0","resolved":"https://registry.example.test/a/-/a-1.0.0.tgz"},
      "node_modules/b":{"resolved":"../b","link":true}},
      "dependencies":{"c":{"version":"https://x.example.test/c.tgz","dependencies":{
      "d":{"version":"1.0.0","resolved":"git+ssh://git@x.example.test/d.git#1"}}},"e":{"resolved":"file:e.tgz"}}})"),
            (Addresses{"git+ssh://git@x.example.test/d.git#1", "https://registry.example.test/a/-/a-1.0.0.tgz",
                       "https://x.example.test/c.tgz"}));
}

TEST(Shrinkwrap, WhatIsNoneNamesNothing) {
  for (const char* text : {"", "{", "[]", "7", "{\"packages\":[1]}"})
    EXPECT_EQ(addresses_of_shrinkwrap(text), Addresses{}) << text;
}

}  // namespace
}  // namespace cordon::gate
