#include "git/repository.h"

#include <gtest/gtest.h>

#include "base/os/confine.h"
#include "git/revision.h"
#include "git/testing.h"

namespace cordon::git {
namespace {

class RepositoryTest : public ::testing::Test {
 protected:
  testing::TestFolder folder_;
};

TEST_F(RepositoryTest, IsTheSameBareOrInAWorktree) {
  folder_.init("r");
  const std::string name = folder_.commit("r", {{"a", "1"}});
  folder_.git("", "clone -q --bare r bare.git");
  folder_.git("r", "worktree add -q --detach ../w");
  for (const char* folder : {"r", "bare.git", "w"}) {
    const auto repository = open_repository(folder_ / folder);
    EXPECT_EQ(to_hex(resolve(repository.value(), "HEAD").value().id), name) << folder;
    EXPECT_FALSE(repository->is_shallow());
  }
}

TEST_F(RepositoryTest, NeedsOnlyThePathsThatItsLocationNames) {
  folder_.init("r");
  folder_.commit("r", {{"a", "1"}});
  folder_.git("r", "repack -adq");
  const std::string name = folder_.commit("r", {{"a", "2"}});
  folder_.git("r", "worktree add -q --detach ../w");
  const Location location = locate_repository(folder_ / "w").value();
  EXPECT_EXIT(
      {
        const auto confined = os::confine({.read_paths = location.paths(), .write_paths = {}});
        const auto repository = Repository::open(location);
        const bool good = confined && repository && resolve(*repository, "HEAD~1") && resolve(*repository, name);
        std::_Exit(good ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST_F(RepositoryTest, ReadsNoSettingsThatItIncludes) {
  folder_.init("r");
  const std::string name = folder_.commit("r", {{"a", "1"}});
  std::ofstream(folder_.path() / "r/.git/config", std::ios::app)
      << "[include]\n\tpath = /etc/shadow\n[core]\n\tworktree = /\n";
  EXPECT_EQ(to_hex(resolve(open_repository(folder_ / "r").value(), "HEAD").value().id), name);
}

TEST_F(RepositoryTest, WithOtherNamesOfObjectsIsRefused) {
  folder_.init("r", "--object-format=sha256");
  folder_.commit("r", {{"a", "1"}});
  EXPECT_EQ(open_repository(folder_ / "r").error().code, ErrorCode::unsupported_version);
}

TEST_F(RepositoryTest, ThatIsShallowHasCommitsWithoutParentsAtItsEnd) {
  folder_.init("r");
  folder_.commit("r", {{"a", "1"}});
  const std::string name = folder_.commit("r", {{"a", "2"}});
  folder_.git("", "clone -q --depth 1 file://" + folder_ / "r" + " shallow");
  const auto repository = open_repository(folder_ / "shallow");
  EXPECT_TRUE(repository.value().is_shallow());
  EXPECT_TRUE(repository->ends_at(parse_id(name).value()));
  EXPECT_TRUE(repository->commit(parse_id(name).value()).value().parents.empty());
  testing::write_file(folder_.path() / "shallow/.git/shallow", "something else\n");
  EXPECT_EQ(open_repository(folder_ / "shallow").error().code, ErrorCode::syntax);
}

TEST_F(RepositoryTest, ExplainsWhyAnObjectIsMissing) {
  folder_.init("r");
  const std::string name = folder_.commit("r", {{"a", "1"}});
  folder_.git("", "clone -q --shared r borrower");
  const auto borrower = open_repository(folder_ / "borrower");
  const auto missing = borrower.value().commit(parse_id(name).value());
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_NE(missing.error().message.find(folder_ / "r/.git/objects"), std::string::npos);
  const auto all = Repository::open(locate_repository(folder_ / "borrower", Borrowing::everywhere).value());
  EXPECT_TRUE(all.value().commit(parse_id(name).value()).has_value());

  std::ofstream(folder_.path() / "r/.git/config", std::ios::app) << "[remote \"origin\"]\n\tpromisor = true\n";
  const auto partial = open_repository(folder_ / "r").value().commit(parse_id(std::string(40, '1')).value());
  EXPECT_NE(partial.error().message.find("partial clone"), std::string::npos);
}

TEST_F(RepositoryTest, TellsWhereThereIsNone) {
  EXPECT_EQ(open_repository(folder_ / "").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::git
