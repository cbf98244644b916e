#include "inventory/cargo/package_id.h"

#include <gtest/gtest.h>

namespace cordon::inventory::cargo {
namespace {

class CargoIdentify : public ::testing::Test {
 protected:
  CargoIdentify() {
    registries_.add({"index.example.test", "crates", model::RegistryClass::public_});
    context_.registries = &registries_;
    component_.name = "a";
    component_.version = "1.0.0";
  }
  model::Registries registries_;
  ReadContext context_;
  model::Component component_;
};

TEST(CargoReference, HasThreeForms) {
  EXPECT_EQ(parse_reference("a")->name, "a");
  EXPECT_EQ(parse_reference("a")->version, "");
  EXPECT_EQ(parse_reference("a 1.0.0")->version, "1.0.0");
  const auto full = parse_reference("a 1.0.0 (registry+https://index.example.test/x y)");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->version, "1.0.0");
  EXPECT_EQ(full->source, "registry+https://index.example.test/x y");
}

TEST(CargoReference, IsNoneInAnyOtherForm) {
  for (const char* text : {"", " ", " a", "a ", "a  1", "a 1 ", "a 1 x", "a 1 ()", "a 1 (x", "a 1 x)"})
    EXPECT_FALSE(parse_reference(text)) << text;
}

TEST(CargoReference, OfAPackageHasItsSourceInBrackets) {
  EXPECT_EQ(package_id("a", "1.0.0", ""), "a 1.0.0");
  EXPECT_EQ(package_id("a", "1.0.0", "registry+x"), "a 1.0.0 (registry+x)");
  EXPECT_EQ(without_commit("git+https://git.example.test/a?rev=1#abc"), "git+https://git.example.test/a?rev=1");
}

TEST_F(CargoIdentify, ARegistryIsRecognisedByBothProtocols) {
  for (const char* source : {"registry+https://index.example.test/git", "sparse+https://index.example.test/"}) {
    EXPECT_TRUE(identify(component_, source, context_));
    EXPECT_EQ(component_.origin, model::Origin::registry);
    EXPECT_EQ(component_.registry, (model::Registry{"crates", model::RegistryClass::public_}));
    EXPECT_EQ(component_.purl, "pkg:cargo/a@1.0.0");
    EXPECT_EQ(component_.ecosystem, "crates");
  }
  EXPECT_TRUE(identify(component_, "registry+https://crates.corp.invalid/index", context_));
  EXPECT_EQ(component_.registry, (model::Registry{"crates.corp.invalid", model::RegistryClass::unknown}));
}

TEST_F(CargoIdentify, GitCarriesItsAddress) {
  EXPECT_TRUE(identify(component_, "git+https://git.example.test/a#0123", context_));
  EXPECT_EQ(component_.origin, model::Origin::git);
  EXPECT_EQ(component_.registry.id, "");
  EXPECT_EQ(component_.resolved, "git+https://git.example.test/a#0123");
  EXPECT_EQ(component_.purl, "pkg:cargo/a@1.0.0?vcs_url=git%2Bhttps:%2F%2Fgit.example.test%2Fa%230123");
}

TEST_F(CargoIdentify, APathIsAFileAndAnythingElseIsUnknown) {
  EXPECT_TRUE(identify(component_, "path+file:///x", context_));
  EXPECT_EQ(component_.origin, model::Origin::file);
  EXPECT_FALSE(identify(component_, "https://a.example.test/a.crate", context_));
  EXPECT_EQ(component_.origin, model::Origin::http);
}

}  // namespace
}  // namespace cordon::inventory::cargo
