#include "inventory/unread_formats.h"

#include <gtest/gtest.h>

namespace cordon::inventory {
namespace {

TEST(UnreadFormats, KnownLockfilesWithoutAReaderHaveAReason) {
  for (const char* name : {"bun.lockb", "go.work", "go.sum", "composer.lock", "app.cdx.xml", "Gemfile.lock", "pom.xml",
                           "packages.lock.json", ".pnp.cjs"})
    EXPECT_FALSE(why_unread(name).empty()) << name;
}

TEST(UnreadFormats, WhatHasAReaderAndWhatIsNoLockfileHasNone) {
  for (const char* name : {"package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock", "poetry.lock",
                           "requirements.txt", "README.md", "", "cargo.lock", "x/Cargo.lock"})
    EXPECT_EQ(why_unread(name), "") << name;
}

}  // namespace
}  // namespace cordon::inventory
