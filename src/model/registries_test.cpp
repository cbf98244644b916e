#include "model/registries.h"

#include <gtest/gtest.h>

#include "model/default_registry.h"

namespace cordon::model {
namespace {

Registries with_reserved_rows() {
  Registries registries;
  registries.add({"example.test", "npm", RegistryClass::public_});
  registries.add({"mirror.example.test", "examplemirror", RegistryClass::mirror});
  return registries;
}

TEST(Registries, AllHostsBelowAPublicDomainAreOneRegistry) {
  const Registries registries = with_reserved_rows();
  for (const char* url : {"https://registry.example.test/a/-/a-1.0.0.tgz", "https://EXAMPLE.test:443/a",
                          "http://user:pass@cdn.example.test./x"})
    EXPECT_EQ(registries.classify("npm", url, "a"), (Registry{"npm", RegistryClass::public_})) << url;
}

TEST(Registries, ALaterRowWins) {
  EXPECT_EQ(with_reserved_rows().classify("npm", "https://mirror.example.test/a", "a"),
            (Registry{"examplemirror", RegistryClass::mirror}));
}

TEST(Registries, AHostThatOnlyEndsAlikeIsUnknown) {
  EXPECT_EQ(with_reserved_rows().classify("npm", "https://badexample.test/a", "a"),
            (Registry{"badexample.test", RegistryClass::unknown}));
}

TEST(Registries, ARowWithAPathIsOnlyThatPath) {
  Registries registries;
  registries.add({"git.example.test/org/index", "crates", RegistryClass::public_});
  for (const char* url : {"registry+https://git.example.test/org/index", "https://user@git.example.test/org/index/a",
                          "https://git.example.test/org/index?x#y"})
    EXPECT_EQ(registries.classify("crates", url, "a"), (Registry{"crates", RegistryClass::public_})) << url;
  for (const char* url :
       {"https://git.example.test/org/index2", "https://git.example.test/org", "https:git.example.test",
        "https://git.example.test/evil?/org/index", "https://git.example.test"})
    EXPECT_EQ(registries.classify("crates", url, "a").class_, RegistryClass::unknown) << url;
}

TEST(Registries, TheIndexThatCargoWritesIsThePublicRegistry) {
  EXPECT_EQ(Registries().classify("crates", "registry+https://github.com/rust-lang/crates.io-index", "a"),
            (Registry{"crates", RegistryClass::public_}));
  EXPECT_EQ(Registries().classify("crates", "registry+https://github.com/rust-lang/other", "a").class_,
            RegistryClass::unknown);
}

TEST(Registries, PrivateIsOnlyWhatIsDeclared) {
  Registries registries = with_reserved_rows();
  EXPECT_EQ(registries.classify("npm", "https://npm.corp.invalid/a", "a").class_, RegistryClass::unknown);
  registries.declare_private({{"corp.invalid"}, {"@corp"}, {"own-tool"}});
  EXPECT_EQ(registries.classify("npm", "https://npm.corp.invalid/a", "a").class_, RegistryClass::private_);
  EXPECT_EQ(registries.classify("npm", "", "@corp/a").class_, RegistryClass::private_);
  // Who says which hosts are private says that no other one is: not even for such a name.
  EXPECT_EQ(registries.classify("npm", "https://elsewhere.invalid/a", "own-tool").class_, RegistryClass::unknown);
  EXPECT_EQ(registries.classify("npm", "https://elsewhere.invalid/a", "@corp/a").class_, RegistryClass::unknown);
}

TEST(Registries, AnOwnNameFromAPublicRegistryStaysPublic) {
  Registries registries = with_reserved_rows();
  registries.declare_private({{}, {"@corp"}, {}});
  EXPECT_EQ(registries.classify("npm", "https://registry.example.test/@corp/a/-/a-1.0.0.tgz", "@corp/a").class_,
            RegistryClass::public_);
}

TEST(Registries, WithoutAnAddressItIsTheEcosystemsPublicRegistry) {
  EXPECT_EQ(Registries().classify("npm", "", "a"), (Registry{"npm", RegistryClass::public_}));
}

TEST(Registries, HostOfIsNotFooled) {
  EXPECT_EQ(Registries::host_of("https://example.test@evil.invalid/x"), "evil.invalid");
  EXPECT_EQ(Registries::host_of("https://[2001:db8::1]:8080/x"), "[2001:db8::1]");
  EXPECT_EQ(Registries::host_of("https://evil.invalid#@example.test/"), "evil.invalid");
  EXPECT_EQ(Registries::host_of("file:../x"), "");
  EXPECT_EQ(Registries::host_of("https://[broken"), "");
}

TEST(Registries, HostOfSeesTheHostThatAClientSees) {
  for (const char* url :
       {"https://evil.invalid\\@example.test/a", "https:///evil.invalid/@example.test", "https:\\evil.invalid\\a",
        "https:evil.invalid/a", " https://evil.invalid/a", "HTTPS://EVIL.invalid/a", "https://e\tvil.in\nvalid/a",
        "ht\ntps://evil.invalid?@example.test"})
    EXPECT_EQ(Registries::host_of(url), "evil.invalid") << url;
}

TEST(Registries, AWebAddressHasOneFormHoweverItIsWritten) {
  std::string storage;
  for (const char* url : {"http://a.invalid/b/c?d\\e", "http:/a.invalid/b/c?d\\e", "http:a.invalid/b/c?d\\e",
                          "HTTP:////a.invalid/b/c?d\\e", "http:\\/a.invalid\\b\\c?d\\e",
                          "\t http://a.invalid/b/c?d\\e \n", "ht\ntp:/\t/a.inva\rlid/b/c?d\\e"})
    EXPECT_EQ(Registries::web_address(url, storage), "http://a.invalid/b/c?d\\e") << url;
  EXPECT_EQ(Registries::web_address("https:/a.invalid", storage), "https://a.invalid");
  const std::string_view usual = "https://a.invalid/b";
  EXPECT_EQ(Registries::web_address(usual, storage).data(), usual.data()) << "not copied";
  for (const char* other : {"", "http", "file:/a", "git+http://a.invalid/b", "httpx://a.invalid"})
    EXPECT_EQ(Registries::web_address(other, storage), "") << other;
  EXPECT_EQ(Registries::web_address("http:", storage), "http://");
}

TEST(Registries, AnAddressWithoutAHostIsNotThePublicRegistry) {
  EXPECT_EQ(Registries().classify("npm", "https:///", "a").class_, RegistryClass::unknown);
  EXPECT_EQ(Registries().classify("npm", "https://[broken/a", "a").class_, RegistryClass::unknown);
}

TEST(Registries, TheDefaultOneOfNpmIsPublic) {
  const std::string_view address = default_registry("npm");
  EXPECT_TRUE(address.starts_with("https://") && address.ends_with("/"));
  EXPECT_EQ(Registries().classify("npm", address, "a").class_, RegistryClass::public_);
  EXPECT_EQ(default_registry("go"), "");
}

}  // namespace
}  // namespace cordon::model
