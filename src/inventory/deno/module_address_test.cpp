#include "inventory/deno/module_address.h"

#include <gtest/gtest.h>

namespace cordon::inventory::deno {
namespace {

std::string named(std::string_view address) {
  const auto found = release_in_address(address);
  return found ? found->name + " " + found->version : "-";
}

TEST(ModuleAddress, NamesTheReleaseOfAnNpmPackage) {
  EXPECT_EQ(named("https://modules.example.test/a@1.0.0"), "a 1.0.0");
  EXPECT_EQ(named("https://modules.example.test/v135/*a@1.0.0&dev/es2022/a.mjs?x=b@2.0.0"), "a 1.0.0");
  EXPECT_EQ(named("https://modules.example.test/npm/@s/a@1.0.0-rc.1/+esm"), "@s/a 1.0.0-rc.1");
  EXPECT_EQ(named("https://modules.example.test/npm:%40s%2Fa@1.0.0"), "@s/a 1.0.0");
  EXPECT_EQ(named("https://modules.example.test/a@1.0.0/deps/b@2.0.0.js"), "a 1.0.0");
}

TEST(ModuleAddress, OtherAddressesNameNone) {
  for (const char* address :
       {"https://modules.example.test/a@^1", "https://modules.example.test/a", "https://a@1.0.0/b", "a@1.0.0", "",
        "https://modules.example.test/std@0.200.0/fs/mod.ts", "https://modules.example.test/x/oak@12.0.0/mod.ts",
        "https://modules.example.test/<a>@1.0.0", "https://modules.example.test/?a@1.0.0"})
    EXPECT_EQ(named(address), "-") << address;
}

}  // namespace
}  // namespace cordon::inventory::deno
