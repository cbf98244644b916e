// What `./dev bench git` measures inside one process.
//
// usage: probe_git against REPOSITORY REVISION PATH   open, resolve both, merge base, read one file of it
//        probe_git history REPOSITORY COMMITS PATH... every content that the paths had on the line of first parents
// Prints one line of numbers with their names: milliseconds of CPU time of this process since the step before.
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "git/commit_tree.h"
#include "git/history.h"
#include "git/merge_base.h"
#include "git/revision.h"

namespace {

using namespace cordon;

class Steps {
 public:
  void step(const char* name) {
    std::timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    const double at = static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
    std::cout << name << " " << at - last_ << " ";
    last_ = at;
  }

 private:
  double last_ = 0;
};

Result<void> against(const std::vector<std::string>& arguments) {
  Steps steps;
  steps.step("start_ms");
  const git::Repository repository = TRY(git::open_repository(arguments[1]));
  steps.step("open_ms");
  const git::Commit head = TRY(git::resolve(repository, "HEAD")), other = TRY(git::resolve(repository, arguments[2]));
  steps.step("resolve_ms");
  const git::Commit base = TRY(git::merge_base(repository, head, other));
  steps.step("merge_base_ms");
  const auto tree = TRY(git::open_commit(repository, base, ""));
  const std::string content = TRY(tree->read(arguments[3], 64u << 20));
  steps.step("read_ms");
  std::cout << "bytes " << content.size() << " base " << git::to_hex(base.id) << "\n";
  return {};
}

Result<void> history(const std::vector<std::string>& arguments) {
  Steps steps;
  const git::Repository repository = TRY(git::open_repository(arguments[1]));
  const git::Commit head = TRY(git::resolve(repository, "HEAD"));
  steps.step("open_ms");
  const std::vector<std::string> paths(arguments.begin() + 3, arguments.end());
  const git::HistoryLimits limits{static_cast<std::uint32_t>(std::atoll(arguments[2].c_str())), 1'000'000};
  const git::History found = git::history_of(repository, head, paths, limits);
  steps.step("history_ms");
  std::size_t versions = 0, bytes = 0;
  for (const git::PathHistory& path : found.paths)
    for (const git::Version& version : path.versions) {
      bytes += TRY(repository.objects().blob(version.blob, 64u << 20)).size();
      ++versions;
    }
  steps.step("contents_ms");
  std::cout << "commits " << found.commits << " versions " << versions << " bytes " << bytes << "\n";
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool is_against = arguments.size() == 4 && arguments[0] == "against";
  if (!is_against && (arguments.size() < 4 || arguments[0] != "history")) return 2;
  const Result<void> done = is_against ? against(arguments) : history(arguments);
  if (!done) std::cerr << done.error().describe() << "\n";
  return done ? 0 : 1;
}
