#include "change/rewrite/pnpm_text.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

constexpr std::string_view kNine = R"(lockfileVersion: '9.0'

packages:

  a@1.0.0:
    resolution: {integrity: sha512-a}

snapshots:

  a@1.0.0:
    dependencies:
      '@s/b': 2.0.0
)";
const Limits kLimits;

TEST(PnpmText, FindsEntriesAndWhatTheySay) {
  const auto lock = PnpmText::read(kNine, kLimits);
  ASSERT_TRUE(lock);
  EXPECT_TRUE(lock->is_split());
  EXPECT_EQ(lock->entry("packages", "a@1.0.0"), 0u);
  EXPECT_EQ(lock->entry("packages", "b@1.0.0"), std::nullopt);
  const auto release = release_at(*lock, "a@1.0.0", *split_id("a@1.0.0"));
  ASSERT_TRUE(release);
  EXPECT_EQ(release->integrity, "sha512-a");
  EXPECT_EQ(release->dependencies.at(0).reference, "2.0.0");
}

TEST(PnpmText, PutsANewEntryWherePnpmSortsIt) {
  PnpmText lock = *PnpmText::read(kNine, kLimits);
  ASSERT_TRUE(lock.insert("packages", "@s/b@2.0.0", {}));
  ASSERT_TRUE(lock.insert("snapshots", "b@1.0.0", {}));
  EXPECT_EQ(lock.lines().text(), R"(lockfileVersion: '9.0'

packages:

  '@s/b@2.0.0': {}

  a@1.0.0:
    resolution: {integrity: sha512-a}

snapshots:

  a@1.0.0:
    dependencies:
      '@s/b': 2.0.0

  b@1.0.0: {}
)");
}

TEST(PnpmText, RefusesOtherVersionsAndKeysThatStandTwice) {
  EXPECT_EQ(PnpmText::read("lockfileVersion: '5.4'\n", kLimits).error().code, ErrorCode::unsupported_version);
  EXPECT_EQ(PnpmText::read("lockfileVersion: '9.0'\nlockfileVersion: '9.0'\n", kLimits).error().code,
            ErrorCode::refused);
}

}  // namespace
}  // namespace cordon::change
