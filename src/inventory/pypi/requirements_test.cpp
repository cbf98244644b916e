#include "inventory/pypi/requirements.h"

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

class Requirements : public ReaderTest {
 protected:
  Requirements() : ReaderTest(read_requirements, "app/requirements.txt") { context_.directory = "app"; }
};

TEST_F(Requirements, PinsAreComponentsAndRangesAreAskedForOnly) {
  const model::Inventory inventory = read("Foo_Bar[x]==1.0 ; python_version > '3'\nb>=2,<3\nc\nd===4\ne==1.*\n");
  ASSERT_EQ(inventory.components.size(), 2u);
  EXPECT_EQ(inventory.components[0].id, "app/requirements.txt#foo-bar@1.0");
  EXPECT_EQ(inventory.components[0].origin, model::Origin::registry);
  EXPECT_EQ(inventory.components[0].registry.class_, model::RegistryClass::public_);
  EXPECT_EQ(inventory.components[0].install_script, model::InstallScript::unknown);
  EXPECT_EQ(inventory.components[1].place.line, 4u);
  ASSERT_EQ(inventory.roots[0].declared.size(), 5u);
  EXPECT_EQ(inventory.roots[0].declared[1].range, ">=2,<3");
  EXPECT_EQ(edges(inventory), "(root) -> foo-bar@1.0 (==1.0, runtime)\n(root) -> d@4 (===4, runtime)\n");
  EXPECT_EQ(codes(inventory), "ranges_only:0! indirect_missing:0! ");
}

TEST_F(Requirements, DigestsShowThatTheFileIsWhole) {
  const model::Inventory inventory =
      read("a==1 \\\n --hash=sha256:" + std::string(kHex) + " \\\n --hash=sha256:" + kOtherHex +
           "\nb==1 --hash=sha256:" + kHex + " --hash=md5:0\n");
  EXPECT_EQ(inventory.components[0].integrity, (std::vector<std::string>{kSri, kOtherSri}));
  EXPECT_EQ(codes(inventory), "invalid_value:4 no_edges:0 ");
}

TEST_F(Requirements, TheCommentsOfAResolverAreEdges) {
  const model::Inventory inventory = read(
      "a==1\n    # via\n    #   -r requirements.in\n    #   app (pyproject.toml)\nb==1\n    # via a\nc==1\n    # via\n"
      "    #   -c constraints.txt\n    #   B\n    #   elsewhere\nd==1  # via elsewhere\n");
  EXPECT_EQ(edges(inventory),
            "a@1 -> b@1 (runtime)\nb@1 -> c@1 (runtime)\n(root) -> a@1 (==1, runtime)\n(root) -> d@1 (==1, runtime)\n");
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(Requirements, IncludedFilesAreReadInsideTheTreeOnly) {
  const model::Inventory inventory = read(
      "-r base.txt\n-r ../shared/common.txt\n-r ../../etc.txt\n-r https://host.example.invalid/r.txt\n-r none.txt\n"
      "-r base.txt\n",
      {{"app/base.txt", "a==1\n-r requirements.txt\n-r sub/deep.txt\n"},
       {"app/sub/deep.txt", "b==1\n-r ../base.txt\n"},
       {"shared/common.txt", "c==1\n"}});
  EXPECT_EQ(edges(inventory),
            "(root) -> a@1 (==1, runtime)\n(root) -> b@1 (==1, runtime)\n(root) -> c@1 (==1, runtime)\n");
  EXPECT_EQ(component(inventory, "a").place, (model::Place{"app/base.txt", 1}));
  EXPECT_EQ(component(inventory, "c").place, (model::Place{"shared/common.txt", 1}));
  EXPECT_EQ(codes(inventory),
            "symlink_loop:2 symlink_loop:2 outside_root:3! unsupported_format:4! not_found:5! indirect_missing:0! ");
}

TEST_F(Requirements, ConstraintsPinWhatIsAskedForAndNothingElse) {
  const model::Inventory inventory =
      read("-c constraints.txt\na>=1\nb==2\n",
           {{"app/constraints.txt", "A==1.5 --hash=sha256:" + std::string(kHex) + "\nb==3\nc==1\n-r more.txt\n"},
            {"app/more.txt", "d==1\n"}});
  ASSERT_EQ(inventory.components.size(), 2u);
  EXPECT_EQ(component(inventory, "a").version, "1.5");
  EXPECT_EQ(component(inventory, "a").integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(component(inventory, "a").place.path, "app/requirements.txt");
  EXPECT_EQ(component(inventory, "b").version, "2");
}

TEST_F(Requirements, AddressesAndFoldersAreComponents) {
  const std::string commit = kCommit;
  const model::Inventory inventory =
      read("-e git+https://git.example.test/o/one.git@" + commit + "#egg=One\n" +
               "git+ssh://git@git.example.test/o/two.git\nthree @ git+https://git.example.test/o/x@v1\n"
               "https://host.example.invalid/four-4.0.tar.gz#sha256=" +
               kHex +
               "\nfive @ https://registry.example.test/five-5-py3-none-any.whl\n"
               "./libs/six\n-e .\n../seven-7.0-py3-none-any.whl\n-e libs/eight[x]\n",
           {{"app/libs/six/pyproject.toml", "[project]\nname = \"Number_Six\"\n"}});
  EXPECT_EQ(component(inventory, "one").origin, model::Origin::git);
  EXPECT_EQ(component(inventory, "one").install_script, model::InstallScript::yes);
  EXPECT_EQ(component(inventory, "two").resolved, "git+ssh://git@git.example.test/o/two.git");
  EXPECT_EQ(component(inventory, "three").origin, model::Origin::git);
  EXPECT_EQ(component(inventory, "four").origin, model::Origin::http);
  EXPECT_EQ(component(inventory, "four").version, "4.0");
  EXPECT_EQ(component(inventory, "four").integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(component(inventory, "five").origin, model::Origin::registry);
  EXPECT_EQ(component(inventory, "five").version, "5");
  EXPECT_EQ(component(inventory, "number-six").origin, model::Origin::workspace);
  EXPECT_EQ(component(inventory, "app").origin, model::Origin::workspace);
  EXPECT_EQ(component(inventory, "seven").version, "7.0");
  EXPECT_EQ(component(inventory, "seven").origin, model::Origin::file);
  EXPECT_EQ(component(inventory, "eight").origin, model::Origin::workspace);
  EXPECT_EQ(inventory.components.size(), 9u);
}

TEST_F(Requirements, TheIndexIsTheRegistry) {
  const auto registry = [&](const std::string& options) {
    return read(options + "a==1\n").components[0].registry.class_;
  };
  EXPECT_EQ(registry("-i https://private.example.test/simple\n"), model::RegistryClass::private_);
  EXPECT_EQ(registry("--extra-index-url https://private.example.test/simple\n"), model::RegistryClass::public_);
  EXPECT_EQ(registry("-i https://private.example.test/simple\n--extra-index-url=https://other.example.invalid\n"),
            model::RegistryClass::unknown);
  EXPECT_EQ(registry("--no-index\n--find-links ./wheels\n"), model::RegistryClass::unknown);
}

TEST_F(Requirements, LinesThatMeanNothingAreSaid) {
  EXPECT_EQ(codes(read("a==1\n{{ b }}\n--strange x\n-e\nhttps://host.example.invalid/\n")),
            "syntax:2! unknown_key:3! missing_field:4! missing_field:5! indirect_missing:0! ");
  std::string prose;
  for (int i = 0; i < 10; ++i) prose += "This is a text\n";
  EXPECT_EQ(error_of(prose), ErrorCode::syntax);
}

TEST_F(Requirements, AnEmptyFileAsksForNothing) {
  const model::Inventory inventory = read("# nothing\n--pre\n");
  EXPECT_TRUE(inventory.components.empty());
  EXPECT_EQ(codes(inventory), "");
}

}  // namespace
}  // namespace cordon::inventory::pypi
