#include "app/init_files.h"

#include <utility>

namespace cordon::app {
namespace {

constexpr std::uint64_t kMostBytes = 4u << 20;
constexpr const char* kGitlabFile = ".gitlab-ci.yml";
constexpr const char* kGitlabJob = ".gitlab/cordon.yml";
constexpr const char* kHooks = ".pre-commit-config.yaml";
constexpr const char* kHookScript = ".cordon/pre-commit.sh";

struct CiText {
  std::string_view path, text;
};

constexpr CiText kTexts[] = {
#include "app/ci_texts.h"
};

std::string text_of(std::string_view path) { return std::string(ci_text(path)); }

bool is_there(const FileTree& tree, std::string_view path) { return tree.info(path).has_value(); }

// Whether a file that others may have written names ours.
bool names(const FileTree& tree, std::string_view path, std::string_view ours) {
  const Result<std::string> text = tree.read(path, kMostBytes);
  return text && text->find(ours) != std::string::npos;
}

}  // namespace

std::string_view ci_text(std::string_view path) {
  for (const CiText& each : kTexts)
    if (each.path == path) return each.text;
  return {};
}

std::vector<CiSystem> systems_of(const FileTree& tree) {
  std::vector<CiSystem> out;
  if (is_there(tree, ".github")) out.push_back(CiSystem::github);
  if (is_there(tree, kGitlabFile)) out.push_back(CiSystem::gitlab);
  if (is_there(tree, kHooks)) out.push_back(CiSystem::pre_commit);
  return out;
}

std::vector<FileToSetUp> files_for(CiSystem system, const FileTree& tree, std::vector<std::string>& next) {
  std::vector<FileToSetUp> out;
  switch (system) {
    case CiSystem::github:
      out = {{".github/actions/cordon/action.yml", "the action", text_of("github/action.yml")},
             {".github/actions/cordon/scan.sh", "what the action runs", text_of("github/scan.sh"), true},
             {".github/workflows/cordon.yml", "when it runs", text_of("github/workflow.yml")}};
      next.emplace_back("put cordon on the PATH of the runner: .github/workflows/cordon.yml says how");
      break;
    case CiSystem::gitlab:
      out = {{kGitlabJob, "the job", text_of("gitlab/cordon.yml")}};
      next.emplace_back("give the job an image with cordon on its PATH: .gitlab/cordon.yml says more");
      if (!is_there(tree, kGitlabFile))
        out.push_back({kGitlabFile, "the pipeline, which includes it", text_of("gitlab/gitlab-ci.yml")});
      else if (!names(tree, kGitlabFile, kGitlabJob))
        next.push_back("add to .gitlab-ci.yml: include: [{local: " + std::string(kGitlabJob) + "}]");
      break;
    case CiSystem::pre_commit:
      out = {{kHookScript, "what the hook runs", text_of("pre-commit/scan.sh"), true}};
      if (!is_there(tree, kHooks)) out.push_back({kHooks, "the hook", text_of("pre-commit/config.yaml")});
      else if (!names(tree, kHooks, kHookScript))
        next.push_back(
            "add to .pre-commit-config.yaml below repos: {repo: local, hooks: [{id: cordon, name: Cordon, entry: sh " +
            std::string(kHookScript) + ", language: system, pass_filenames: false}]}");
      next.emplace_back("run 'pre-commit install'; cordon must be on the PATH of everybody who commits");
      break;
  }
  return out;
}

}  // namespace cordon::app
