// What the packs of this build know, and that it is what the sources say.
#include "intel/embedded_packs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "intel/knowledge.h"
#include "intel/pack_read.h"
#include "model/integrity.h"

namespace cordon::intel {
namespace {

const Knowledge& embedded() {
  static const Knowledge knowledge = Knowledge::load().value();
  return knowledge;
}

bool knows(std::string_view ecosystem, std::string_view name, std::string_view version) {
  return !embedded().find(ecosystem, name, version).empty();
}

TEST(EmbeddedPacks, AreTheFilesOfRulesIncidents) {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(CORDON_SOURCE_DIR "/rules/incidents")) {
    if (file.path().extension() != ".yaml") continue;
    ++files;
    std::ifstream in(file.path(), std::ios::binary);
    IncidentPack pack = read_pack({std::istreambuf_iterator<char>(in), {}}, file.path().string()).value();
    EXPECT_EQ(pack.id, file.path().stem().string());
    const auto heads = embedded().packs();
    const auto head = std::ranges::find(heads, pack.id, &PackHead::id);
    ASSERT_NE(head, heads.end()) << pack.id;
    IncidentPack compiled = embedded().open(static_cast<std::uint32_t>(head - heads.begin()));
    const auto by_release = [](const BadPackage& a, const BadPackage& b) {
      return std::tie(a.ecosystem, a.name, a.version) < std::tie(b.ecosystem, b.name, b.version);
    };
    std::ranges::sort(pack.packages, by_release);
    std::ranges::sort(compiled.packages, by_release);
    EXPECT_EQ(compiled, pack) << pack.id;
  }
  EXPECT_EQ(embedded().packs().size(), files);
  EXPECT_GE(files, 50u);
}

TEST(EmbeddedPacks, KnowTheAxiosIncidentByNameAndByContent) {
  const auto axios = embedded().find("npm", "axios");
  ASSERT_EQ(axios.size(), 2u);
  EXPECT_TRUE(knows("npm", "axios", "1.14.1"));
  EXPECT_TRUE(knows("npm", "axios", "0.30.4"));
  EXPECT_FALSE(knows("npm", "axios", "1.14.0"));
  EXPECT_FALSE(knows("npm", "magic-string", "0.30.4"));
  EXPECT_TRUE(knows("npm", "plain-crypto-js", "4.2.1"));
  EXPECT_FALSE(knows("npm", "plain-crypto-js", "0.0.1-security.0"));
  for (const char* integrity :
       {"sha512-vF/aB4vrIzLyOb2TB9gpuE8gusNHpZqk2ZZcAqSnRjW5IcY7tFSBEurD2tbakohj0Rw5xMHYwjSqOGSfr0iewA==",
        "sha512-Wv41p4/aEMq03JjDqi0JxPYT4aoMbbQMSM8ur4QkjvjGEeuYvI7rGkqLcOZ7K1iThQGvpNvJnxRWcNodCNuEEQ=="})
    EXPECT_EQ(embedded().find_integrity(integrity).size(), 1u) << integrity;
  const std::string sha1 =
      model::integrity_of_hex(model::DigestAlgorithm::sha1, "d6f3f62fd3b9f5432f5782b62d8cfd5247d5ee71");
  EXPECT_EQ(embedded().find_integrity(sha1).at(0).version, "0.30.4");
  const std::uint32_t pack = axios[0].pack;
  EXPECT_EQ(embedded().packs()[pack].id, "axios-2026");
  EXPECT_EQ(embedded().last_good(pack, "npm", "axios", "1.14.1")->version, "1.14.0");
  EXPECT_EQ(embedded().last_good(pack, "npm", "axios", "0.30.4")->version, "0.30.3");
  const auto traces = embedded().traces("npm", "plain-crypto-js");
  ASSERT_EQ(traces.size(), 1u);
  EXPECT_EQ(traces[0].version_after, "4.2.0");
}

TEST(EmbeddedPacks, NeverCondemnEveryReleaseOfAPackageThatHasHonestOnes) {
  const auto heads = embedded().packs();
  for (std::uint32_t i = 0; i < heads.size(); ++i) {
    const IncidentPack pack = embedded().open(i);
    std::set<std::pair<std::string, std::string>> every, some;
    for (const BadPackage& bad : pack.packages)
      (bad.version == kEveryVersion ? every : some).insert({bad.ecosystem, bad.name});
    for (const LastGood& good : pack.last_good) EXPECT_FALSE(every.contains({good.ecosystem, good.name})) << good.name;
    for (const auto& package : some) EXPECT_FALSE(every.contains(package)) << package.second;
  }
}

TEST(EmbeddedPacks, EveryReplacementIsUnknownToAllPacks) {
  const auto heads = embedded().packs();
  for (std::uint32_t i = 0; i < heads.size(); ++i)
    for (const LastGood& good : embedded().open(i).last_good)
      EXPECT_FALSE(knows(good.ecosystem, good.name, good.version)) << good.name << " " << good.version;
}

TEST(EmbeddedPacks, TheNewestUpdateIsThatOfAPack) {
  const auto heads = embedded().packs();
  EXPECT_TRUE(
      std::ranges::any_of(heads, [](const PackHead& head) { return head.updated == embedded().newest_update(); }));
  EXPECT_TRUE(
      std::ranges::none_of(heads, [](const PackHead& head) { return head.updated > embedded().newest_update(); }));
}

// One line of the list of compromised versions: [ecosystem:]name:version.
bool knows_listed(std::string line) {
  std::string ecosystem = "npm";
  for (const char* prefix : {"npm", "pypi", "composer", "crates", "go"}) {
    if (!line.starts_with(std::string(prefix) + ":")) continue;
    ecosystem = prefix;
    line.erase(0, ecosystem.size() + 1);
    break;
  }
  const std::size_t colon = line.rfind(':');
  return colon != std::string::npos && knows(ecosystem, line.substr(0, colon), line.substr(colon + 1));
}

TEST(EmbeddedPacks, KnowEveryVersionOfTheListOfCompromisedPackages) {
  const char* folder = std::getenv("CORDON_SHARED_DATA");
  if (folder == nullptr || *folder == 0) GTEST_SKIP() << "CORDON_SHARED_DATA is not set: no list to compare with";
  std::ifstream list(std::string(folder) + "/ioc/compromised-packages.txt");
  if (!list) GTEST_SKIP() << "no ioc/compromised-packages.txt in " << folder;
  std::size_t lines = 0;
  for (std::string line; std::getline(list, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.starts_with('#')) continue;
    ++lines;
    EXPECT_TRUE(knows_listed(line)) << line;
  }
  EXPECT_GT(lines, 5'000u);
}

TEST(EmbeddedPacks, KnowNoPairOfTheRegistryTopList) {
  const char* folder = std::getenv("CORDON_SHARED_DATA");
  if (folder == nullptr || *folder == 0) GTEST_SKIP() << "CORDON_SHARED_DATA is not set: no top list to compare with";
  std::ifstream list(std::string(folder) + "/toplists/npm-top-10000.txt");
  if (!list) GTEST_SKIP() << "no toplists/npm-top-10000.txt in " << folder;
  std::size_t names = 0;
  for (std::string name; std::getline(list, name);) {
    if (name.ends_with('\r')) name.pop_back();
    if (name.empty()) continue;
    ++names;
    for (const BadRelease& release : embedded().find("npm", name)) EXPECT_NE(release.version, kEveryVersion) << name;
  }
  EXPECT_GT(names, 5'000u);
}

}  // namespace
}  // namespace cordon::intel
