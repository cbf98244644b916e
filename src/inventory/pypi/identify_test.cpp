#include "inventory/pypi/identify.h"

#include <gtest/gtest.h>

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

class PypiIdentify : public ::testing::Test {
 protected:
  PypiIdentify() {
    registries_.add({"registry.example.test", "pypi", model::RegistryClass::public_});
    context_.registries = &registries_;
    context_.directory = "app";
  }
  model::Component at(const std::string& address, const std::string& name = "a") {
    model::Component component;
    component.name = name;
    take_address(component, address, context_);
    identify(component, context_);
    return component;
  }
  model::Registries registries_;
  ReadContext context_;
};

TEST_F(PypiIdentify, AnArchiveOfAKnownRegistryUnderItsNameIsARelease) {
  EXPECT_EQ(at("https://registry.example.test/p/a-1.0.tar.gz").origin, model::Origin::registry);
  EXPECT_EQ(at("https://registry.example.test/p/a-1.0.tar.gz").purl, "pkg:pypi/a@1.0");
  EXPECT_EQ(at("https://registry.example.test/p/b-1.0.tar.gz").origin, model::Origin::http);
  EXPECT_EQ(at("https://host.example.invalid/a-1.0.tar.gz").origin, model::Origin::http);
  EXPECT_EQ(at("https://host.example.invalid/a-1.0.tar.gz", "").name, "a");
}

TEST_F(PypiIdentify, TheDigestStandsBehindTheNumberSign) {
  const model::Component component =
      at("https://host.example.invalid/a-1.0-py3-none-any.whl#egg=a&sha256=" + std::string(kHex));
  EXPECT_EQ(component.integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(component.install_script, model::InstallScript::no);
}

TEST_F(PypiIdentify, RepositoriesAndOtherSchemesAreNoRegistry) {
  for (const char* address : {"git+https://git.example.test/a", "hg+https://hg.example.test/a", "ssh://git@x/a"})
    EXPECT_EQ(at(address).origin, model::Origin::git) << address;
  EXPECT_EQ(at("file:///tmp/a-1.tar.gz").origin, model::Origin::file);
  EXPECT_EQ(at("git+https://git.example.test/a").purl, "pkg:pypi/a?vcs_url=git%2Bhttps:%2F%2Fgit.example.test%2Fa");
}

TEST_F(PypiIdentify, AFolderOfTheTreeIsAWorkspacePackage) {
  model::Inventory inventory;
  const auto origin = [&](const char* path) {
    model::Component component;
    component.name = "a";
    take_path(component, path, inventory, context_);
    return component.origin;
  };
  EXPECT_EQ(origin("libs/a"), model::Origin::workspace);
  EXPECT_EQ(origin("../b"), model::Origin::workspace);
  EXPECT_EQ(origin("."), model::Origin::workspace);
  EXPECT_EQ(origin("../../c"), model::Origin::file);
  EXPECT_EQ(origin("/c"), model::Origin::file);
  EXPECT_EQ(origin("a.whl"), model::Origin::file);
  EXPECT_EQ(inventory.members, (std::vector<std::string>{"libs/a", "../b"}));
}

TEST_F(PypiIdentify, TheCommitStandsBehindTheNumberSign) {
  model::Component component;
  take_repository(component, "https://git.example.test/a", "c0ffee");
  EXPECT_EQ(component.resolved, "git+https://git.example.test/a#c0ffee");
  take_repository(component, "git+https://git.example.test/a?rev=x#c0ffee", "");
  EXPECT_EQ(component.resolved, "git+https://git.example.test/a?rev=x#c0ffee");
}

}  // namespace
}  // namespace cordon::inventory::pypi
