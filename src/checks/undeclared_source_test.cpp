#include "checks/undeclared_source.h"

#include <gtest/gtest.h>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using model::Component;
using model::Origin;
using model::RegistryClass;
using model::Severity;
using testing::lockfile;
using testing::package;
using testing::Words;

Component from(std::string_view name, std::string_view host, RegistryClass kind = RegistryClass::unknown) {
  Component out = package(name, "1.0.0");
  out.registry = {std::string(host), kind};
  out.resolved = "https://" + std::string(host) + "/" + std::string(name) + "/-/" + std::string(name) + "-1.0.0.tgz";
  return out;
}

Component other(Origin origin, std::string_view address) {
  Component out = package("tool", "1.0.0");
  out.origin = origin;
  out.resolved = address;
  return out;
}

Project project_of(std::vector<Component> components) {
  static const model::Registries kKnown;
  Project out;
  out.registries = &kKnown;
  out.lockfiles.push_back(lockfile(std::move(components)));
  out.lockfiles.back().ecosystem = "npm";
  return out;
}

std::vector<model::Finding> run(std::vector<Component> components) {
  return testing::run(check_undeclared_source, project_of(std::move(components)));
}

TEST(UndeclaredSource, AHostBesideOthersStandsOut) {
  const auto found = run({package("a", "1.0.0"), from("b", "evil.test"), from("c", "evil.test")});
  ASSERT_EQ(testing::rules(found), Words{"source.undeclared-host 2"});
  EXPECT_EQ(found[0].severity, Severity::medium);
  EXPECT_EQ(found[0].subject.name, "evil.test");
  EXPECT_EQ(testing::evidence(found[0])[0], "package-lock.json:20 b@1.0.0 from https://evil.test/b/-/b-1.0.0.tgz");
}

TEST(UndeclaredSource, TheOnlyHostIsAProjectsRegistry) {
  const auto found = run({from("b", "npm.test"), from("c", "npm.test")});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::low);
}

TEST(UndeclaredSource, WhatIsKnownOrDeclaredIsFine) {
  EXPECT_TRUE(run({package("a", "1.0.0"), from("b", "mirror.test", RegistryClass::mirror),
                   from("c", "npm.acme.test", RegistryClass::private_)})
                  .empty());
}

TEST(UndeclaredSource, APrivateNameVouchesForNoHostWhereHostsAreDeclared) {
  Project project = project_of({package("a", "1.0.0"), from("@acme/b", "evil.test", RegistryClass::private_)});
  model::PrivateDeclaration declared{{}, {"@acme"}, {}};
  project.declared_private = &declared;
  EXPECT_TRUE(testing::run(check_undeclared_source, project).empty());
  declared.hosts = {"npm.acme.test"};
  EXPECT_EQ(testing::rules(testing::run(check_undeclared_source, project)), Words{"source.undeclared-host 1"});
}

TEST(UndeclaredSource, OfAChangeHostsAreTheOtherChecks) {
  Project was = project_of({package("a", "1.0.0")}),
          is = project_of({from("b", "evil.test"), other(Origin::http, "https://x.test/y.tgz")});
  is.before = &was;
  EXPECT_EQ(testing::rules(testing::run(check_undeclared_source, is)), Words{"source.address 1"});
}

TEST(UndeclaredSource, NamesAddressesAndArchivesOnDisk) {
  EXPECT_EQ(testing::rules(run({other(Origin::http, "https://x.test/y.tgz")})), Words{"source.address 1"});
  EXPECT_EQ(testing::rules(run({other(Origin::file, "file:vendor/y.tgz")})), Words{"source.local-archive 1"});
  EXPECT_EQ(testing::rules(run({other(Origin::file, "file:y.tar.gz#0123")})), Words{"source.local-archive 1"});
  EXPECT_TRUE(run({other(Origin::file, "file:vendor/y"), other(Origin::link, "vendor/z")}).empty());
}

TEST(UndeclaredSource, NamesWhatOnlyTheManifestHas) {
  Project project = project_of({package("a", "1.0.0")});
  project.manifest_path = "package.json";
  project.manifest = inventory::npm::parse_manifest(
                         "{\"dependencies\": {\n\"a\": \"https://x.test/a.tgz\",\n\"b\": \"https://x.test/b.tgz\",\n"
                         "\"c\": \"github:u/c\",\n\"d\": \"file:./d.tgz\",\n\"e\": \"file:./e\",\n\"f\": \"^1.0.0\"}}")
                         .value();
  const auto found = testing::run(check_undeclared_source, project);
  EXPECT_EQ(testing::rules(found), (Words{"source.address 2", "source.git 1", "source.local-archive 1"}));
  // "a" too: the lockfile still has a registry's release, and a client fetches what is asked for by now.
  EXPECT_EQ(testing::evidence(found[0]),
            (Words{"package.json:2 a from https://x.test/a.tgz", "package.json:3 b from https://x.test/b.tgz"}));
}

TEST(UndeclaredSource, NamesWhatAnOverrideBringsIn) {
  Project project;
  project.manifest_path = "package.json";
  project.manifest = inventory::npm::parse_manifest(
                         "{\"overrides\": {\n\"a\": {\"b@^1.0.0\": \"https://x.test/b.tgz\"},\n\"c\": \"1.0.0\"},\n"
                         "\"resolutions\": {\"**/p/d\":\n\"git+ssh://git@x.test/d.git\"}}")
                         .value();
  const auto found = testing::run(check_undeclared_source, project);
  EXPECT_EQ(testing::rules(found), (Words{"source.address 1", "source.git 1"}));
  EXPECT_EQ(testing::evidence(found[0]), Words{"package.json:2 b from https://x.test/b.tgz"});
}

}  // namespace
}  // namespace cordon::checks
