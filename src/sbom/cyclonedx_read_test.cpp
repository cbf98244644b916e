#include "sbom/cyclonedx_read.h"

#include <gtest/gtest.h>

#include <map>

#include "sbom/testing.h"

namespace cordon::sbom {
namespace {

// A document of version 1.6 with the given members.
std::string bom(const std::string& members) {
  return R"({"bomFormat": "CycloneDX", "specVersion": "1.6", )" + members + "}";
}

SbomDocument read(const std::string& text) {
  auto document = read_cyclonedx(text, testing::read_options());
  EXPECT_TRUE(document.has_value()) << document.error().describe();
  return document ? std::move(*document) : SbomDocument();
}

Error refusal(const std::string& text) {
  const auto document = read_cyclonedx(text, testing::read_options());
  EXPECT_FALSE(document.has_value()) << text;
  return document ? Error() : document.error();
}

bool notes(const model::Inventory& inventory, std::string_view code) {
  return std::ranges::any_of(inventory.unread, [&](const auto& each) { return each.code == code; });
}

struct Count {
  std::size_t valid, invalid;
};
const std::map<std::string, Count> kSuite{{"1.4", {29, 22}}, {"1.5", {36, 22}}, {"1.6", {45, 25}}, {"1.7", {61, 29}}};

TEST(CycloneDxSuite, AcceptsWhatIsValidAndRefusesWhatIsNot) {
  const auto folder = testing::shared_data("cyclonedx");
  if (folder.empty()) GTEST_SKIP() << "CORDON_SHARED_DATA is not set: no documents to judge";
  for (const auto& [version, expected] : kSuite) {
    Count accepted{0, 0}, refused{0, 0};
    for (const auto& path : testing::json_files(folder / version)) {
      const std::string name = path.filename().string();
      const auto document = read_cyclonedx(testing::content_of(path), testing::read_options(name));
      if (name.starts_with("valid")) {
        EXPECT_TRUE(document.has_value()) << name << ": " << document.error().describe();
        ++(document ? accepted : refused).valid;
      } else {
        EXPECT_FALSE(document.has_value()) << name;
        ++(document ? accepted : refused).invalid;
        if (document) continue;
        EXPECT_GT(document.error().line, 0u) << name;
        EXPECT_TRUE(document.error().message.starts_with("/")) << name << ": " << document.error().message;
      }
    }
    EXPECT_EQ(accepted.valid, expected.valid) << version;
    EXPECT_EQ(refused.invalid, expected.invalid) << version;
    EXPECT_EQ(refused.valid + accepted.invalid, 0u) << version;
  }
}

TEST(CycloneDxRead, TakesIdentityFromThePackageUrl) {
  const model::Inventory inventory = read(bom(R"("components": [
    {"type": "library", "bom-ref": "a", "name": "left", "version": "1.0.0", "purl": "pkg:npm/%40scope/real@1.0.0"},
    {"type": "library", "group": "@acme", "name": "tools", "version": "2.0.0", "purl": "pkg:npm/%40acme/tools@2.0.0"},
    {"type": "library", "group": "org.example", "name": "jar", "version": "3", "purl": "pkg:maven/org.example/jar@3"}])"))
                                         .inventory;
  ASSERT_EQ(inventory.components.size(), 3u);
  EXPECT_EQ(inventory.components[0].name, "@scope/real");
  EXPECT_EQ(inventory.components[0].alias, "left");
  EXPECT_EQ(inventory.components[0].id, "bom.json#a");
  EXPECT_EQ(inventory.components[1].name, "@acme/tools");
  EXPECT_FALSE(inventory.components[1].alias);
  EXPECT_EQ(inventory.components[1].id, "bom.json#/components/1");
  EXPECT_EQ(inventory.components[2].ecosystem, "maven");
  EXPECT_EQ(inventory.components[2].name, "org.example/jar");
}

TEST(CycloneDxRead, SaysWhenVersionAndPackageUrlDisagree) {
  const model::Inventory inventory = read(bom(R"("components": [
    {"type": "library", "name": "axios", "version": "1.14.0", "purl": "pkg:npm/axios@1.14.1"}])"))
                                         .inventory;
  EXPECT_EQ(inventory.components[0].version, "1.14.1");
  EXPECT_TRUE(notes(inventory, "disagreement"));
}

TEST(CycloneDxRead, BelievesThePackageUrlOverItsOwnProperty) {
  const model::Inventory inventory = read(bom(R"("components": [
    {"type": "library", "name": "axios", "version": "1.14.1", "purl": "pkg:npm/axios@1.14.1",
     "properties": [{"name": "cordon:ecosystem", "value": "generic"}]}])"))
                                         .inventory;
  EXPECT_EQ(inventory.components[0].ecosystem, "npm");
  EXPECT_TRUE(notes(inventory, "disagreement"));
}

TEST(CycloneDxRead, KeepsWhatHasNoPackageUrlByName) {
  const model::Inventory inventory = read(bom(R"("components": [
    {"type": "library", "group": "g", "name": "n", "version": "1"}, {"type": "file", "name": "f"}])"))
                                         .inventory;
  EXPECT_EQ(inventory.components[0].purl, "pkg:generic/g/n@1");
  EXPECT_EQ(inventory.components[0].ecosystem, "generic");
  EXPECT_TRUE(notes(inventory, "no_purl"));
  EXPECT_TRUE(notes(inventory, "not_packages"));
  EXPECT_FALSE(notes(inventory, "no_version")) << "a file needs none";
}

TEST(CycloneDxRead, KeepsDigestsLicencesAddressesAndScope) {
  const model::Inventory inventory = read(bom(R"("components": [{"type": "library", "name": "a", "version": "1",
    "purl": "pkg:npm/a@1", "scope": "optional",
    "hashes": [{"alg": "MD5", "content": "d41d8cd98f00b204e9800998ecf8427e"},
               {"alg": "SHA-1", "content": "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"}],
    "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Mine"}}],
    "externalReferences": [{"type": "website", "url": "https://example.invalid"},
                           {"type": "distribution", "url": "https://registry.example.test/a.tgz"}]}])"))
                                         .inventory;
  const model::Component& component = inventory.components[0];
  EXPECT_EQ(component.integrity, std::vector<std::string>{"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="});
  EXPECT_EQ(component.licences, (std::vector<std::string>{"MIT", "Mine"}));
  EXPECT_EQ(component.resolved, "https://registry.example.test/a.tgz");
  EXPECT_EQ(component.registry.id, "registry.example.test");
  EXPECT_EQ(component.registry.class_, model::RegistryClass::unknown);
  EXPECT_EQ(component.scope, model::Scope::optional);
}

TEST(CycloneDxRead, TakesDigestsOfTheDistributionWhereTheComponentHasNone) {
  const model::Inventory inventory = read(bom(R"("components": [{"type": "library", "name": "a", "version": "1",
    "purl": "pkg:npm/a@1", "externalReferences": [{"type": "distribution", "url": "https://registry.example.test/a.tgz",
      "hashes": [{"alg": "SHA-1", "content": "da39a3ee5e6b4b0d3255bfef95601890afd80709"}]}]}])"))
                                         .inventory;
  EXPECT_EQ(inventory.components[0].integrity.size(), 1u);
  EXPECT_FALSE(notes(inventory, "no_digest"));
}

TEST(CycloneDxRead, NeverBelievesWhatADocumentSaysOfRegistries) {
  const model::Inventory inventory = read(bom(R"("components": [{"type": "library", "name": "a", "version": "1",
    "purl": "pkg:npm/a@1", "properties": [{"name": "cordon:registry", "value": "mine"},
                                          {"name": "cordon:registry-class", "value": "private"}]}])"))
                                         .inventory;
  EXPECT_EQ(inventory.components[0].registry, (model::Registry{"npm", model::RegistryClass::public_}));
}

TEST(CycloneDxRead, MakesEdgesOfDependenciesAndOfWhatLiesInside) {
  const model::Inventory inventory = read(bom(R"("metadata": {"component": {"type": "application", "bom-ref": "r",
      "name": "app", "components": [{"type": "library", "bom-ref": "in", "name": "in"}]}},
    "components": [{"type": "library", "bom-ref": "a", "name": "a", "components": [
      {"type": "library", "bom-ref": "b", "name": "b"}, {"type": "library", "bom-ref": "c", "name": "c"}]}],
    "services": [{"bom-ref": "s", "name": "s"}],
    "dependencies": [{"ref": "r", "dependsOn": ["a", "s"]}, {"ref": "s", "dependsOn": ["c"]}, {"ref": "c"}])"))
                                         .inventory;
  ASSERT_EQ(inventory.components.size(), 5u);  // in, a, b, c, s
  ASSERT_EQ(inventory.roots.size(), 1u);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (const model::Edge& edge : inventory.edges) edges.emplace_back(edge.from, edge.to);
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> expected{{1, 2}, {4, 3}, {5, 1}, {5, 4}, {5, 0}};
  EXPECT_EQ(edges, expected);
  EXPECT_EQ(inventory.components[4].ecosystem, "service");
}

TEST(CycloneDxRead, InfersTheRootOfADocumentWithoutSubject) {
  const model::Inventory inventory = read(bom(R"("components": [
      {"type": "library", "bom-ref": "a", "name": "a"}, {"type": "library", "bom-ref": "b", "name": "b"}],
    "dependencies": [{"ref": "a", "dependsOn": ["b"]}])"))
                                         .inventory;
  ASSERT_EQ(inventory.roots.size(), 1u);
  EXPECT_EQ(inventory.roots[0].kind, model::RootKind::inferred);
  ASSERT_EQ(inventory.edges.size(), 2u);
  EXPECT_EQ(inventory.edges[1].to, 0u);
}

TEST(CycloneDxRead, HoldsASubjectWithDigestsAgainstKnowledgeToo) {
  const model::Inventory inventory = read(bom(R"("metadata": {"component": {"type": "library", "name": "axios",
    "version": "1.14.1", "purl": "pkg:npm/axios@1.14.1",
    "hashes": [{"alg": "SHA-1", "content": "da39a3ee5e6b4b0d3255bfef95601890afd80709"}]}})"))
                                         .inventory;
  ASSERT_EQ(inventory.components.size(), 1u);
  EXPECT_EQ(inventory.components[0].purl, "pkg:npm/axios@1.14.1");
  EXPECT_EQ(inventory.roots.size(), 1u);
}

TEST(CycloneDxRead, NamesDependenciesThatLeadNowhere) {
  const model::Inventory inventory = read(bom(R"("components": [{"type": "library", "bom-ref": "a", "name": "a"}],
    "dependencies": [{"ref": "a", "dependsOn": ["gone"]}])"))
                                         .inventory;
  EXPECT_TRUE(notes(inventory, "not_found"));
}

TEST(CycloneDxRead, SaysWhatTheDocumentLeavesOut) {
  const model::Inventory inventory = read(bom(R"("components": [{"type": "library", "name": "a", "purl": "pkg:npm/a"}],
    "compositions": [{"aggregate": "incomplete_first_party_only"}])"))
                                         .inventory;
  for (const char* code : {"no_version", "no_digest", "no_dependencies", "incomplete"})
    EXPECT_TRUE(notes(inventory, code)) << code;
}

TEST(CycloneDxRead, WhatNobodyPublishedNeedsNeitherVersionNorDigest) {
  const model::Inventory inventory = read(bom(R"("components": [{"type": "library", "name": "a", "purl": "pkg:npm/a",
    "properties": [{"name": "cordon:origin", "value": "link"}]}])"))
                                         .inventory;
  EXPECT_EQ(inventory.components.at(0).origin, model::Origin::link);
  EXPECT_FALSE(notes(inventory, "no_version") || notes(inventory, "no_digest"));
}

TEST(CycloneDxRead, FindsTheVersionInThePackageUrl) {
  const model::Inventory inventory =
      read(bom(R"("components": [{"type": "library", "name": "a", "purl": "pkg:npm/a@1.0.0"}])")).inventory;
  EXPECT_EQ(inventory.components[0].version, "1.0.0");
  EXPECT_FALSE(notes(inventory, "no_version"));
}

TEST(CycloneDxRead, ReadsWhatNpmAndCdxgenSayInProperties) {
  const model::Inventory inventory = read(bom(R"("components": [{"type": "library", "name": "a", "version": "1",
    "purl": "pkg:npm/a@1", "scope": "optional", "properties": [
      {"name": "cdx:npm:package:development", "value": "true"}, {"name": "cdx:npm:hasInstallScript", "value": "true"}]}])"))
                                         .inventory;
  EXPECT_EQ(inventory.components[0].scope, model::Scope::development);
  EXPECT_EQ(inventory.components[0].install_script, model::InstallScript::yes);
}

TEST(CycloneDxRead, ReadsWhoMadeTheDocument) {
  const DocumentFacts facts = read(bom(R"("serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "metadata": {"timestamp": "2026-03-31T00:21:58Z", "authors": [{"name": "A"}, {"email": "b@example.invalid"}],
      "tools": {"components": [{"type": "application", "name": "t"}]}, "supplier": {"name": "S"}},
    "components": [{"type": "library", "name": "a", "supplier": {"name": "Maker"}, "cpe": "cpe:2.3:a:b"}])"))
                                  .facts;
  EXPECT_EQ(facts.authors, (std::vector<std::string>{"A", "b@example.invalid", "S"}));
  EXPECT_EQ(facts.tools, std::vector<std::string>{"t"});
  EXPECT_EQ(facts.components[0].supplier, "Maker");
  EXPECT_EQ(facts.components[0].identifier, "cpe:2.3:a:b");
  EXPECT_EQ(facts.timestamp, "2026-03-31T00:21:58Z");
}

TEST(CycloneDxRead, RefusesOneNameForTwoComponents) {
  const Error error = refusal(bom(R"("components": [{"type": "library", "bom-ref": "a", "name": "a"},
    {"type": "library", "bom-ref": "a", "name": "b"}])"));
  EXPECT_EQ(error.code, ErrorCode::invalid_value);
  EXPECT_TRUE(error.message.starts_with("/components/1/bom-ref")) << error.message;
  EXPECT_EQ(error.line, 2u);
}

TEST(CycloneDxRead, ReadsOnInSpiteOfASpoiltAddress) {
  const model::Inventory inventory = read(bom(R"("components": [{"type": "library", "name": "a",
    "externalReferences": [{"type": "vcs", "url": "git@host: a b"}]}])"))
                                         .inventory;
  EXPECT_EQ(inventory.components.size(), 1u);
  EXPECT_TRUE(notes(inventory, "invalid_value"));
}

TEST(CycloneDxRead, TellsTheVersionsApart) {
  const std::string tags =
      R"("components": [{"type": "library", "name": "a", "version": "1", "tags": ["x"]}], "version": 1)";
  EXPECT_EQ(read(bom(tags)).inventory.components.size(), 1u);
  const std::string older = R"({"bomFormat": "CycloneDX", "specVersion": "1.5", )" + tags + "}";
  EXPECT_EQ(refusal(older).code, ErrorCode::unknown_key);
  EXPECT_TRUE(refusal(older).message.starts_with("/components/0/tags"));
}

// Knowledge is held against ecosystems, which have other names than the types of package URLs.
TEST(CycloneDxRead, NamesTheEcosystemAsLockfilesDo) {
  const model::Inventory inventory = read(bom(R"("components": [
    {"type": "library", "name": "serde", "version": "1.0.0", "purl": "pkg:cargo/serde@1.0.0"},
    {"type": "library", "name": "y", "version": "v1.0.0", "purl": "pkg:golang/example.test/y@v1.0.0"}])"))
                                         .inventory;
  EXPECT_EQ(inventory.components.at(0).ecosystem, "crates");
  EXPECT_EQ(inventory.components.at(0).registry.id, "crates");
  EXPECT_EQ(inventory.components.at(1).ecosystem, "go");
  EXPECT_EQ(inventory.ecosystem, "generic");
}

}  // namespace
}  // namespace cordon::sbom
