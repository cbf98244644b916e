#include "inventory/cargo/cargo_lock.h"

#include <gtest/gtest.h>

namespace cordon::inventory::cargo {
namespace {

constexpr const char* kDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kSri = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

class CargoLock : public ::testing::Test {
 protected:
  CargoLock() {
    registries_.add({"index.example.test", "crates", model::RegistryClass::public_});
    context_.display_path = "Cargo.lock";
    context_.registries = &registries_;
  }
  model::Inventory read(const std::string& text, std::map<std::string, std::string, std::less<>> files = {}) {
    const MemoryTree tree(std::move(files));
    context_.tree = &tree;
    auto inventory = read_cargo_lock(text, context_);
    context_.tree = nullptr;
    EXPECT_TRUE(inventory) << inventory.error().describe();
    return inventory ? std::move(*inventory) : model::Inventory();
  }
  // "app -> a@1.0.0 (range, kind)" for every edge.
  static std::string edges(const model::Inventory& inventory) {
    std::string out;
    const auto name = [&](std::uint32_t node) {
      if (inventory.is_root(node)) return inventory.roots[node - inventory.components.size()].name;
      return inventory.components[node].name + "@" + inventory.components[node].version;
    };
    for (const model::Edge& edge : inventory.edges)
      out += name(edge.from) + " -> " + name(edge.to) + " (" + edge.range + ", " + std::string(to_string(edge.kind)) +
             ")\n";
    return out;
  }
  static std::string codes(const model::Inventory& inventory) {
    std::string out;
    for (const model::FileUnread& unread : inventory.unread)
      out += unread.code + ":" + std::to_string(unread.line) + (unread.incomplete ? "! " : " ");
    return out;
  }
  model::Registries registries_;
  ReadContext context_;
};

const std::string kSource = "source = \"registry+https://index.example.test/git\"\n";
const std::string kSum = std::string("checksum = \"") + kDigest + "\"\n";

std::string package(const std::string& name, const std::string& version, const std::string& rest = "") {
  return "[[package]]\nname = \"" + name + "\"\nversion = \"" + version + "\"\n" + rest;
}

TEST_F(CargoLock, APackageThatTheLockfileDoesNotKnowIsARootAndSaid) {
  const model::Inventory inventory =
      read("version = 4\n",
           {{"Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\n[dependencies]\na = \"=1.0.0\"\n"}});
  ASSERT_EQ(inventory.roots.size(), 1u);
  EXPECT_EQ(inventory.roots[0].name, "app");
  ASSERT_EQ(inventory.roots[0].declared.size(), 1u);
  EXPECT_EQ(inventory.roots[0].declared[0].range, "=1.0.0");
  EXPECT_EQ(inventory.roots[0].place.path, "Cargo.toml");
  EXPECT_EQ(codes(inventory), "not_locked:2! ");
}

TEST_F(CargoLock, PackagesWithASourceAreComponentsTheOthersRoots) {
  const model::Inventory inventory = read("version = 4\n" + package("app", "0.1.0", "dependencies = [\n \"a\",\n]\n") +
                                          package("a", "1.0.0", kSource + kSum + "dependencies = [\n \"b\",\n]\n") +
                                          package("b", "2.0.0", kSource + kSum));
  EXPECT_EQ(inventory.format, "Cargo.lock 4");
  ASSERT_EQ(inventory.components.size(), 2u);
  const model::Component& a = inventory.components[0];
  EXPECT_EQ(a.id, "Cargo.lock#a 1.0.0 (registry+https://index.example.test/git)");
  EXPECT_EQ(a.purl, "pkg:cargo/a@1.0.0");
  EXPECT_EQ(a.integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(a.origin, model::Origin::registry);
  EXPECT_EQ(a.registry.class_, model::RegistryClass::public_);
  EXPECT_EQ(a.place.line, 8u);
  ASSERT_EQ(inventory.roots.size(), 1u);
  EXPECT_EQ(inventory.roots[0].kind, model::RootKind::project);
  EXPECT_EQ(edges(inventory), "a@1.0.0 -> b@2.0.0 (, runtime)\napp -> a@1.0.0 (, runtime)\n");
  EXPECT_EQ(a.scope, model::Scope::unknown);  // no Cargo.toml says what is only for tests
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(CargoLock, DependenciesAreNamedAsShortlyAsIsUnambiguous) {
  const model::Inventory inventory =
      read("version = 3\n" +
           package("app", "0.1.0",
                   "dependencies = [\"x 1.0.0\", \"x 2.0.0 (git+https://git.example.test/x?branch=b)\",\n \"x 2.0.0 "
                   "(registry+https://index.example.test/git)\", \"x\", \"gone\", \"x 3.0.0\"]\n") +
           package("x", "1.0.0", kSource) + package("x", "2.0.0", kSource) +
           package("x", "2.0.0", "source = \"git+https://git.example.test/x?branch=b#0123456789\"\n"));
  EXPECT_EQ(edges(inventory), "app -> x@1.0.0 (, runtime)\napp -> x@2.0.0 (, runtime)\napp -> x@2.0.0 (, runtime)\n");
  EXPECT_EQ(inventory.edges[1].to, 2u);
  EXPECT_EQ(inventory.edges[2].to, 1u);
  ASSERT_EQ(inventory.unresolved.size(), 3u);
  EXPECT_EQ(inventory.unresolved[0].name, "x");  // three are called so
  EXPECT_EQ(inventory.unresolved[2].range, "3.0.0");
  EXPECT_EQ(inventory.components[2].origin, model::Origin::git);
}

TEST_F(CargoLock, AVersionWithoutSourceIsThePackageOfAPath) {
  const model::Inventory inventory = read("version = 4\n" + package("app", "1.0.0", "dependencies = [\"x 1.0.0\"]\n") +
                                          package("x", "1.0.0") + package("x", "1.0.0", kSource));
  EXPECT_EQ(edges(inventory), "app -> x (, runtime)\n");
}

TEST_F(CargoLock, VersionOneHasItsChecksumsAndRootApart) {
  const std::string id = "a 1.0.0 (registry+https://index.example.test/git)";
  const model::Inventory inventory =
      read("[root]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"" + id + "\",\n]\n" +
           package("a", "1.0.0", kSource) + package("g", "1.0.0", "source = \"git+https://git.example.test/g#01\"\n") +
           "[metadata]\n\"checksum " + id + "\" = \"" + kDigest +
           "\"\n\"checksum g 1.0.0 (git+https://git.example.test/g#01)\" = \"<none>\"\n\"checksum z 1\" = \"x\"\n"
           "other = 1\n");
  EXPECT_EQ(inventory.format, "Cargo.lock 1");
  EXPECT_EQ(inventory.components.at(0).integrity, std::vector<std::string>{kSri});
  EXPECT_TRUE(inventory.components.at(1).integrity.empty());
  EXPECT_EQ(edges(inventory), "app -> a@1.0.0 (, runtime)\n");
  EXPECT_EQ(codes(inventory), "invalid_value:18 ");
}

TEST_F(CargoLock, TheMasterBranchWasLeftOutOfDependencies) {
  const model::Inventory inventory =
      read(package("app", "1.0.0", "dependencies = [\"x 1.0.0 (git+https://git.example.test/x)\"]\n") +
           package("x", "1.0.0", "source = \"git+https://git.example.test/x?branch=master#01\"\n") +
           package("x", "1.0.0", kSource));
  EXPECT_EQ(inventory.format, "Cargo.lock 2");
  EXPECT_EQ(edges(inventory), "app -> x@1.0.0 (, runtime)\n");
  EXPECT_EQ(inventory.edges[0].to, 0u);
}

TEST_F(CargoLock, ManifestsSayKindRangeAndFolder) {
  const model::Inventory inventory = read(
      "version = 4\n" + package("app", "0.1.0", "dependencies = [\"dev\", \"lib\", \"opt\", \"real\"]\n") +
          package("dev", "1.0.0", kSource + "dependencies = [\"deep\"]\n") + package("deep", "1.0.0", kSource) +
          package("lib", "0.2.0", "dependencies = [\"dev\", \"both\"]\n") + package("both", "1.0.0", kSource) +
          package("opt", "1.0.0", kSource) + package("real", "1.0.0", kSource),
      {{"Cargo.toml",
        "[package]\nname = \"app\"\n[dependencies]\nlib = { path = \"lib\" }\nopt = { version = \"1\", optional = "
        "true }\nmine = { package = \"real\", version = \"1.0\" }\n[dev-dependencies]\ndev = \"^1\"\n[workspace]\n"},
       {"lib/Cargo.toml",
        "[package]\nname = \"lib\"\n[dev-dependencies]\ndev = \"1\"\nboth = \"1\"\n[build-dependencies]\nboth = "
        "\"1\"\n"}});
  EXPECT_EQ(edges(inventory),
            "dev@1.0.0 -> deep@1.0.0 (, runtime)\n"
            "app -> dev@1.0.0 (^1, development)\napp -> lib (path+lib, runtime)\napp -> opt@1.0.0 (1, optional)\n"
            "app -> real@1.0.0 (real@1.0, runtime)\n"
            "lib -> dev@1.0.0 (1, development)\nlib -> both@1.0.0 (, runtime)\n");
  const auto scope = [&](std::size_t i) { return inventory.components[i].scope; };
  EXPECT_EQ(scope(0), model::Scope::development);
  EXPECT_EQ(scope(1), model::Scope::development);
  EXPECT_EQ(scope(2), model::Scope::runtime);
  EXPECT_EQ(scope(3), model::Scope::optional);
  EXPECT_EQ(inventory.members, std::vector<std::string>{"lib"});
  EXPECT_EQ(inventory.roots[0].declared[2].name, "mine");
  EXPECT_EQ(inventory.roots[1].kind, model::RootKind::workspace);
}

TEST_F(CargoLock, TheProjectIsThePackageBesideTheLockfile) {
  const model::Inventory inventory =
      read("version = 4\n" + package("aaa", "1.0.0") + package("app", "1.0.0"),
           {{"Cargo.toml", "[package]\nname = \"app\"\n[workspace]\nmembers = [\"aaa\"]\n"},
            {"aaa/Cargo.toml", "[package]\nname = \"aaa\"\n"}});
  ASSERT_EQ(inventory.roots.size(), 2u);
  EXPECT_EQ(inventory.roots[0].name, "app");
  EXPECT_EQ(inventory.roots[0].kind, model::RootKind::project);
}

TEST_F(CargoLock, ReplacedPackagesLeadToWhatStandsInForThem) {
  const model::Inventory inventory =
      read("version = 4\n" +
           package("app", "1.0.0", "dependencies = [\"x 1.0.0 (registry+https://index.example.test/git)\"]\n") +
           package("x", "1.0.0", kSource + "replace = \"x 1.0.0 (git+https://git.example.test/x)\"\n") +
           package("x", "1.0.0", "source = \"git+https://git.example.test/x#01\"\n"));
  ASSERT_EQ(inventory.components.size(), 1u);
  EXPECT_EQ(inventory.components[0].origin, model::Origin::git);
  EXPECT_EQ(edges(inventory), "app -> x@1.0.0 (, runtime)\n");
  ASSERT_EQ(inventory.overrides.size(), 1u);
  EXPECT_EQ(inventory.overrides[0].pattern, "x:1.0.0");
}

TEST_F(CargoLock, PatchesAreOverridesAndUnusedOnesAreSaid) {
  const model::Inventory inventory =
      read("version = 4\n" + package("app", "1.0.0") + "[[patch.unused]]\nname = \"p\"\nversion = \"1.0.0\"\n",
           {{"Cargo.toml", "[package]\nname = \"app\"\n[patch.x]\np = { git = \"https://git.example.test/p\" }\n"}});
  EXPECT_EQ(codes(inventory), "unused_patch:5 ");
  ASSERT_EQ(inventory.overrides.size(), 1u);
  EXPECT_EQ(inventory.overrides[0].replacement, "git+https://git.example.test/p");
  EXPECT_TRUE(inventory.components.empty());
}

TEST_F(CargoLock, EntriesThatMeanNothingAreSaid) {
  const model::Inventory inventory =
      read("version = 4\nunknown = 1\n" +
           package("a", "1.0.0", kSource + "checksum = \"zz\"\ndependencies = [1, \"a  b\"]\n") +
           package("a", "1.0.0", kSource) + "[[package]]\nname = \"b\"\n" + package("c", "1.0.0", "source = 1\n") +
           package("d", "1.0.0", "source = \"ftp://x.example.test/d\"\ndependencies = \"a\"\n"));
  EXPECT_EQ(inventory.components.size(), 2u);
  EXPECT_EQ(codes(inventory),
            "invalid_value:9! missing_field:13! wrong_type:15! unknown_key:2! invalid_value:7! invalid_value:19! "
            "invalid_value:8! invalid_value:8! wrong_type:23! ");
}

TEST_F(CargoLock, OtherVersionsAndOtherFilesAreRefused) {
  const auto code = [&](const char* text) { return read_cargo_lock(text, context_).error().code; };
  EXPECT_EQ(code("version = 5\n"), ErrorCode::unsupported_version);
  EXPECT_EQ(code("version = \"4\"\n"), ErrorCode::unsupported_version);
  EXPECT_EQ(code("x = 1\n"), ErrorCode::missing_field);
  EXPECT_EQ(code(""), ErrorCode::missing_field);
  EXPECT_EQ(code("a = = 1\n[b]\n"), ErrorCode::syntax);
  EXPECT_TRUE(read_cargo_lock("version = 4\n", context_));
}

}  // namespace
}  // namespace cordon::inventory::cargo
