#include "inventory/npm/identify.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

TEST(TarballUrl, ReadsNameAndVersionWhateverTheHost) {
  struct Case {
    const char* url;
    const char* name;
    const char* version;
  };
  const Case cases[] = {
      {"https://registry.example.test/axios/-/axios-1.14.0.tgz", "axios", "1.14.0"},
      {"https://registry.example.test/@babel/core/-/core-7.0.0-beta.1.tgz", "@babel/core", "7.0.0-beta.1"},
      {"https://registry.example.test/@babel%2fcore/-/core-7.0.0.tgz", "@babel/core", "7.0.0"},
      {"https://art.example.test/api/npm/npm/axios/-/axios-1.14.0.tgz?x=1#abc", "axios", "1.14.0"},
      {"https://registry.example.test/@types/eslint-scope/-/eslint-scope-3.7.2.tgz", "@types/eslint-scope", "3.7.2"},
      {"https://registry.example.test/a/-/b-2.0.0.tgz", "b", "2.0.0"},
      {"https://registry.example.test/@s/a/-/@s/a-1.0.0.tgz", "@s/a", "1.0.0"},
  };
  for (const Case& c : cases) {
    const auto tarball = parse_tarball_url(c.url);
    ASSERT_TRUE(tarball) << c.url;
    EXPECT_EQ(tarball->name, c.name) << c.url;
    EXPECT_EQ(tarball->version, c.version) << c.url;
  }
}

TEST(TarballUrl, IsReadAsTheClientsReadIt) {
  for (const char* url : {"https:/host.invalid/a/-/a-1.0.0.tgz", " HTTPS:\\\\host.invalid\\a\\-\\a-1.0.0.tgz",
                          "ht\ttps:host.invalid/a/-/a-1.0.0.tgz\n"}) {
    const auto tarball = parse_tarball_url(url);
    ASSERT_TRUE(tarball) << url;
    EXPECT_EQ(tarball->name + " " + tarball->version, "a 1.0.0") << url;
  }
}

TEST(TarballUrl, AScopeFurtherUpInThePathIsThatOfTheScopesOwnPackage) {
  const auto name = [](std::string_view path, std::string_view called) {
    return package_at("https://host.invalid" + std::string(path), called).value().name;
  };
  EXPECT_EQ(name("/@s/npm/a/-/a-1.0.0.tgz", "@s/a"), "@s/a");
  EXPECT_EQ(name("/%40s/npm/a/-/a-1.0.0.tgz", "@s/a"), "@s/a");
  EXPECT_EQ(name("/@s/npm/a/-/a-1.0.0.tgz", "a"), "a");
  EXPECT_EQ(name("/@s/npm/a/-/a-1.0.0.tgz", "@t/a"), "a");
  EXPECT_EQ(name("/@s/npm/a/-/a-1.0.0.tgz", "@s/b"), "a");
  EXPECT_EQ(name("/a/-/a-1.0.0.tgz?x=/@s/", "@s/a"), "a");
  EXPECT_EQ(name("/a/-/@s/a-1.0.0.tgz", "@s/a"), "a");
  EXPECT_FALSE(package_at("https://host.invalid/@s/a.tgz", "@s/a"));
}

TEST(TarballUrl, OtherShapesAreNone) {
  for (const char* url : {"", "axios", "https://host.invalid", "https://host.invalid/a/archive/v1.tar.gz",
                          "https://host.invalid/-/", "file:a/-/a-1.0.0.tgz"})
    EXPECT_FALSE(parse_tarball_url(url)) << url;
}

class Identify : public ::testing::Test {
 protected:
  Identify() {
    registries_.add({"example.test", "npm", model::RegistryClass::public_});
    context_.registries = &registries_;
    context_.client = &client_;
  }
  model::Registries registries_;
  ClientConfig client_;
  ReadContext context_;
};

TEST_F(Identify, TellsTheOriginFromTheAddress) {
  using model::Origin;
  EXPECT_EQ(origin_of("", "a", context_), Origin::registry);
  EXPECT_EQ(origin_of("https://registry.example.test/a/-/a-1.0.0.tgz", "a", context_), Origin::registry);
  EXPECT_EQ(origin_of("https://other.invalid/a/-/a-1.0.0.tgz", "a", context_), Origin::registry);
  EXPECT_EQ(origin_of("https://other.invalid/download/a.tar.gz", "a", context_), Origin::http);
  EXPECT_EQ(origin_of("git+ssh://git@host.invalid/a/a.git#0123", "a", context_), Origin::git);
  EXPECT_EQ(origin_of("file:vendor/a.tgz", "a", context_), Origin::file);
  client_.default_registry = "https://npm.corp.invalid/";
  EXPECT_EQ(origin_of("https://npm.corp.invalid/download/a.tar.gz", "a", context_), Origin::registry);
}

TEST_F(Identify, AReleaseStaysOneWhateverItsAddress) {
  using model::Origin;
  for (const char* address : {"", "file:x", "link:x", "x", "git+ssh://git@host.invalid/a/a.git"})
    EXPECT_EQ(origin_of_release(address, "a", context_), Origin::registry) << address;
  EXPECT_EQ(origin_of_release("https://other.invalid/download/a.tar.gz", "a", context_), Origin::http);
}

TEST_F(Identify, AnArchiveWithoutANameNamesNoPackage) {
  EXPECT_FALSE(parse_tarball_url("https://registry.example.test/a/-/.tgz"));
}

TEST_F(Identify, AnAddressIsOneHoweverItIsWritten) {
  using model::Origin;
  EXPECT_EQ(origin_of("HTTPS://other.invalid/download/a.tar.gz", "a", context_), Origin::http);
  EXPECT_EQ(origin_of("https:/other.invalid/download/a.tar.gz", "a", context_), Origin::http);
  model::Component component;
  component.name = "a";
  component.resolved = "HTTPS://other.invalid/a/-/a-1.0.0.tgz";
  identify(component, context_);
  EXPECT_EQ(component.registry.id, "other.invalid");
}

TEST_F(Identify, TakesTheRegistryFromTheClientWhenTheFileHasNoAddress) {
  client_.scopes["@corp"] = "https://npm.corp.invalid/";
  model::Component component;
  component.name = "@corp/a";
  component.version = "1.0.0";
  identify(component, context_);
  EXPECT_EQ(component.registry.id, "npm.corp.invalid");
  EXPECT_EQ(component.registry.class_, model::RegistryClass::unknown);
  EXPECT_EQ(component.purl, "pkg:npm/%40corp/a@1.0.0");
}

TEST_F(Identify, GitAndHttpOriginsCarryTheirAddress) {
  model::Component component;
  component.name = "a";
  component.version = "1.0.0";
  component.origin = model::Origin::git;
  component.resolved = "git+https://host.invalid/a.git#0123";
  identify(component, context_);
  EXPECT_EQ(component.purl, "pkg:npm/a@1.0.0?vcs_url=git%2Bhttps:%2F%2Fhost.invalid%2Fa.git%230123");
  EXPECT_EQ(component.registry.id, "");
}

TEST_F(Identify, AnArchivesFileNameNamesAPackage) {
  const auto named = [](std::string_view address) {
    const auto found = archive_named(address);
    return found ? found->name + " " + found->version : std::string("-");
  };
  EXPECT_EQ(named("https://files.example.test/axios/axios-1.14.1.tgz"), "axios 1.14.1");
  EXPECT_EQ(named("https:/files.example.test/x/axios-1.14.1.tar.gz?a=b#c"), "axios 1.14.1");
  EXPECT_EQ(named("file:vendor/plain-crypto-js-4.2.1.tgz"), "plain-crypto-js 4.2.1");
  EXPECT_EQ(named("file:a-1b-2-1.0.0-rc.1.tgz"), "a-1b-2 1.0.0-rc.1");
  EXPECT_EQ(named("https://files.example.test/@corp/axios/-/axios-1.14.1.tgz"), "@corp/axios 1.14.1");
  EXPECT_EQ(named("https://files.example.test/%40corp%2faxios/axios-1.14.1.tgz"), "@corp/axios 1.14.1");
  EXPECT_EQ(named("https://user@files.example.test/axios-1.14.1.tgz"), "axios 1.14.1");
  for (const char* none : {"https://files.example.test/archive/v1.2.3.tar.gz", "axios-1.14.1", "-1.0.0.tgz", ".tgz", "",
                           "https://files.example.test/axios-latest.tgz"})
    EXPECT_EQ(named(none), "-") << none;
}

TEST_F(Identify, AnAddressContradictsAnotherNameOrVersion) {
  const auto at = [](const char* address, const char* name, const char* version) {
    const auto other = another_release_at(address, name, version);
    return other ? other->name + " " + other->version : std::string();
  };
  EXPECT_EQ(at("https://registry.example.test/a/-/a-1.0.0.tgz", "a", "1.0.0"), "");
  EXPECT_EQ(at("https://registry.example.test/a/-/a-1.0.0.tgz", "a", "1.0.0+build"), "");
  EXPECT_EQ(at("https://registry.example.test/a/-/a-1.0.0.tgz", "a", ""), "");
  EXPECT_EQ(at("https://registry.example.test/a/-/a-1.0.0.tgz", "a", "1.0.1"), "a 1.0.0");
  EXPECT_EQ(at("https://registry.example.test/evil/-/evil-1.0.0.tgz", "a", "1.0.0"), "evil 1.0.0");
  EXPECT_EQ(at("https://example.test/download/1", "a", "1.0.0"), "");
}

}  // namespace
}  // namespace cordon::inventory::npm
