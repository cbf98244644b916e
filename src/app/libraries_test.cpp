#include "app/libraries.h"

#include <gtest/gtest.h>

#include "intel/index/index_write.h"
#include "intel/index/signatures.h"

namespace cordon::app {
namespace {

TEST(Libraries, AreOpenedWhenTheyAreAskedForAndOnce) {
  intel::IndexBuilder builder;
  builder.set_signatures(intel::write_signatures({{"pear", "pkg:npm/pear", {{"Pear v([0-9]+)", ""}}, {}, {}, {}}}));
  const std::string bytes = *builder.finish("[]");
  const auto index = intel::AdvisoryIndex::open(bytes);
  Libraries libraries(&*index);
  EXPECT_EQ(libraries.opened(), nullptr);
  ASSERT_NE(libraries.finder(), nullptr);
  EXPECT_EQ(libraries.finder(), libraries.opened());
  EXPECT_EQ(libraries.finder()->signatures().size(), 1u);
}

TEST(Libraries, WhyTheyAreNotThereIsSaid) {
  Libraries none(nullptr);
  EXPECT_TRUE(none.is_optional());
  EXPECT_EQ(none.finder(), nullptr);
  EXPECT_TRUE(none.missing().contains("there is no index"));

  Libraries old(nullptr, "an index of version 2");
  EXPECT_FALSE(old.is_optional());
  EXPECT_EQ(old.finder(), nullptr);
  EXPECT_EQ(old.missing(), "an index of version 2");

  intel::IndexBuilder builder;
  const std::string without = *builder.finish("[]");
  builder.set_signatures("{");
  const std::string broken = *builder.finish("[]");
  const auto index = intel::AdvisoryIndex::open(without);
  Libraries lacking(&*index);
  EXPECT_FALSE(lacking.is_optional());
  EXPECT_EQ(lacking.finder(), nullptr);
  EXPECT_TRUE(lacking.missing().contains("no signatures"));
  const auto other = intel::AdvisoryIndex::open(broken);
  Libraries damaged(&*other);
  EXPECT_EQ(damaged.finder(), nullptr);
  EXPECT_TRUE(damaged.missing().contains("cannot be used"));
}

}  // namespace
}  // namespace cordon::app
