#include "app/workflow_history.h"

#include <algorithm>
#include <set>

#include "base/file_tree.h"
#include "change/rewrite/workflow.h"
#include "git/commit_tree.h"
#include "git/history.h"
#include "git/repository.h"
#include "git/revision.h"

namespace cordon::app {
namespace {

constexpr std::uint64_t kBytes = 4u << 20;
constexpr std::size_t kShownDigits = 12;

std::string folder_of(const Target& target) {
  if (target.only_file.empty()) return target.argument;
  const std::size_t slash = target.argument.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : target.argument.substr(0, slash);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") + 1 - first);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// Without a user, a password and a port.
std::string host_of(std::string_view authority) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  return lower(authority.substr(0, authority.find(':')));
}

// "owner/repository" of "https://host/owner/repository.git", "ssh://git@host/owner/repository" or
// "git@host:owner/repository".
std::string repository_of(std::string_view address, std::string_view server) {
  std::string_view rest = address;
  const bool has_scheme = rest.starts_with("https://") || rest.starts_with("ssh://");
  if (!has_scheme && rest.find("://") != std::string_view::npos) return {};
  if (has_scheme) rest.remove_prefix(rest.find("://") + 3);
  const std::size_t end = rest.find(has_scheme ? '/' : ':');
  if (end == std::string_view::npos || rest.substr(0, end).find('/') != std::string_view::npos) return {};
  const std::string host = host_of(rest.substr(0, end));
  constexpr std::string_view kSecure = "https://";
  const std::string_view own = server.starts_with(kSecure) ? server.substr(kSecure.size()) : std::string_view();
  // ssh.github.com is the same by the port of HTTPS.
  const bool known = host == "github.com" || (host == "ssh.github.com" && address.starts_with("ssh://")) ||
                     (!own.empty() && host == host_of(own.substr(0, own.find('/'))));
  if (!known) return {};
  rest.remove_prefix(end + 1);
  while (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.ends_with(".git")) rest.remove_suffix(4);
  const std::size_t slash = rest.find('/');
  const bool two_parts = slash != std::string_view::npos && slash > 0 && slash + 1 < rest.size() &&
                         rest.find('/', slash + 1) == std::string_view::npos;
  return two_parts ? std::string(rest) : std::string();
}

// What the last commit has: it stands, whatever is being changed in the tree.
void add_committed(const git::Repository& repository, const git::Commit& newest, const std::vector<std::string>& paths,
                   ActionCommits& commits) {
  const auto tree = git::open_commit(repository, newest, "");
  if (!tree) return;  // told by what comes of its history
  for (const std::string& path : paths)
    if (const auto text = (*tree)->read(path, kBytes))
      commits.add_workflow(*text, git::to_hex(newest.id).substr(0, kShownDigits) + ":" + path, CommitSource::head);
}

void add_versions(const git::Repository& repository, const git::Commit& newest, const std::vector<std::string>& paths,
                  ActionCommits& commits) {
  const git::History history = git::history_of(
      repository, newest, paths, {.commits = WorkflowHistory::kCommits, .versions = WorkflowHistory::kVersions});
  for (const git::PathHistory& path : history.paths)
    for (const git::Version& version : path.versions)
      if (const auto text = repository.objects().blob(version.blob, kBytes))
        commits.add_workflow(*text, git::to_hex(version.commit).substr(0, kShownDigits) + ":" + path.path,
                             CommitSource::history);
}

// Of the repository's own releases, which its workflows may use by name.
void add_own_tags(const git::Repository& repository, std::string_view origin,
                  const std::vector<const WorkflowFile*>& files, ActionCommits& commits) {
  for (const WorkflowFile* file : files) {
    const auto found = change::uses_in_workflow(file->text);
    if (!found) continue;
    for (const change::FoundUses& uses : *found) {
      const change::UsesParts parts = change::uses_parts(uses.value);
      if (parts.ref.empty() || lower(parts.repository) != lower(origin)) continue;
      const std::string name = "refs/tags/" + std::string(parts.ref);
      if (!git::is_reference_name(name)) continue;
      if (const auto commit = git::resolve_reference(repository, name))
        commits.add(parts.repository, parts.ref, git::to_hex(commit->id), name + " of this repository",
                    CommitSource::own);
    }
  }
}

}  // namespace

std::string origin_of_config(std::string_view text, std::string_view server) {
  bool in_origin = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('[')) {
      in_origin = line == "[remote \"origin\"]";
      continue;
    }
    const std::size_t sign = line.find('=');
    if (!in_origin || sign == std::string_view::npos || lower(trimmed(line.substr(0, sign))) != "url") continue;
    return repository_of(trimmed(line.substr(sign + 1)), server);
  }
  return {};
}

WorkflowHistory WorkflowHistory::locate(std::span<const Target> targets, std::string_view server) {
  WorkflowHistory out;
  out.server_ = server;
  for (const Target& target : targets) {
    const std::string folder = folder_of(target);
    Result<git::Location> location = git::locate_repository(folder);
    if (location) out.repositories_.emplace_back(Repository{std::move(*location), folder});
    else out.repositories_.emplace_back();
  }
  return out;
}

std::vector<std::string> WorkflowHistory::readable() const {
  std::vector<std::string> out;
  for (const auto& each : repositories_)
    if (each)
      for (std::string& path : each->location.paths()) out.push_back(std::move(path));
  return out;
}

void WorkflowHistory::add_to(ActionCommits& commits, std::span<const WorkflowFile> workflows,
                             std::vector<model::FileUnread>& unread) const {
  std::set<std::string> seen;  // a folder and one in it may both be named
  for (std::size_t i = 0; i < repositories_.size(); ++i) {
    if (!repositories_[i]) continue;
    const git::Location& location = repositories_[i]->location;
    std::vector<std::string> paths;
    std::vector<const WorkflowFile*> files;
    for (const WorkflowFile& file : workflows) {
      if (file.target != i) continue;
      std::string path = location.prefix.empty() ? file.inside : location.prefix + "/" + file.inside;
      if (!seen.insert(location.common_dir + "\n" + path).second) continue;
      paths.push_back(std::move(path));
      files.push_back(&file);
    }
    if (paths.empty()) continue;
    const auto tell = [&](const Error& error) {
      unread.push_back({repositories_[i]->argument, 0, std::string(to_string(error.code)),
                        "its history says nothing of actions: " + error.message, false});
    };
    const auto repository = git::Repository::open(location);
    if (!repository) {
      tell(repository.error());
      continue;
    }
    const auto newest = git::resolve(*repository, "HEAD");
    if (newest) {
      add_committed(*repository, *newest, paths, commits);
      add_versions(*repository, *newest, paths, commits);
    } else if (newest.error().code != ErrorCode::not_found) {
      tell(newest.error());
    }
    const auto folder = open_directory(location.common_dir);
    const auto config = folder ? (*folder)->read("config", kBytes) : Result<std::string>(std::string());
    const std::string origin = config ? origin_of_config(*config, server_) : std::string();
    if (!origin.empty()) add_own_tags(*repository, origin, files, commits);
  }
}

}  // namespace cordon::app
