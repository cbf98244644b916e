#include "change/rewrite/release.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

Release release() {
  Release out;
  out.name = "@s/tool";
  out.version = "1.0.0-rc.1+build";
  out.resolved = "https://registry.example.test/@s/tool/-/tool-1.0.0.tgz#aa";
  out.integrity = "sha512-a+/= sha1-b";
  out.dependencies = {{"helper", ">=1 <2 || ^3", "1.0.0(a@1.0.0)", DependencyKind::runtime}};
  return out;
}

TEST(Release, IsWrittenWhereItIsOfOrdinaryLetters) { EXPECT_TRUE(check_writable(release())); }

TEST(Release, IsRefusedWhereItCouldBecomeStructure) {
  const auto with = [](auto change) {
    Release out = release();
    change(out);
    return check_writable(out).has_value();
  };
  EXPECT_FALSE(with([](Release& out) { out.version = "1.0.0\n  evil: 1"; }));
  EXPECT_FALSE(with([](Release& out) { out.version = "1.0.0(x@1)"; }));
  EXPECT_FALSE(with([](Release& out) { out.version.clear(); }));
  EXPECT_FALSE(with([](Release& out) { out.resolved = "https://x.example.test/a b"; }));
  EXPECT_FALSE(with([](Release& out) { out.integrity = "sha512-a}, tarball: x"; }));
  EXPECT_FALSE(with([](Release& out) { out.dependencies[0].reference = "1\n2"; }));
  EXPECT_FALSE(with([](Release& out) { out.dependencies[0].name.clear(); }));
  EXPECT_FALSE(with([](Release& out) { out.dependencies[0].range = "1\xFF"; }));
}

}  // namespace
}  // namespace cordon::change
