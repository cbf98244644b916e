#include "app/action_commits.h"

#include <algorithm>

#include "change/rewrite/workflow.h"

namespace cordon::app {
namespace {

constexpr std::size_t kShown = 12;     // digits of a commit in a sentence
constexpr std::size_t kMostWords = 4;  // of one tag that are kept of one commit and one source

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// GitHub's names of owners and repositories are the same in either case; tags are not.
std::string key_of(std::string_view repository, std::string_view ref) {
  return lower(repository) + "@" + std::string(ref);
}

// The file of "FILE:LINE".
std::string_view file_of(std::string_view evidence) { return evidence.substr(0, evidence.rfind(':')); }

}  // namespace

bool is_branch_name(std::string_view ref) {
  static constexpr std::string_view kBranches[] = {"main", "master", "develop", "development", "dev",    "trunk",
                                                   "HEAD", "next",   "latest",  "stable",      "staging"};
  return ref.starts_with("refs/heads/") || std::ranges::find(kBranches, ref) != std::end(kBranches);
}

void ActionCommits::add(std::string_view repository, std::string_view ref, std::string_view commit,
                        std::string evidence, CommitSource source) {
  std::vector<Word>& words = words_[key_of(repository, ref)];
  const std::string digits = lower(commit);
  std::size_t same = 0;
  bool of_another_file = false;
  for (const Word& word : words) {
    if (word.commit != digits || word.source != source) continue;
    ++same;
    if (file_of(word.evidence) != file_of(evidence)) of_another_file = true;
  }
  // The last place is kept for another file than the first.
  if (same + 1 < kMostWords || (same + 1 == kMostWords && of_another_file))
    words.push_back({digits, std::move(evidence), source});
}

void ActionCommits::add_workflow(std::string_view text, const std::string& evidence, CommitSource source,
                                 const Limits& limits) {
  const auto found = change::uses_in_workflow(text, limits);
  if (!found) return;
  for (const change::FoundUses& uses : *found) {
    const change::UsesParts parts = change::uses_parts(uses.value);
    const std::string_view tag = change::tag_in_comment(uses.comment, parts.repository);
    if (!change::is_full_commit(parts.ref) || tag.empty()) continue;
    add(parts.repository, tag, parts.ref, evidence + ":" + std::to_string(uses.line), source);
  }
}

Result<void> ActionCommits::add_list(std::string_view text, const std::string& display_path) {
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    while (!line.empty() && std::string_view(" \t\r").find(line.back()) != std::string_view::npos)
      line.remove_suffix(1);
    while (!line.empty() && std::string_view(" \t").find(line.front()) != std::string_view::npos) line.remove_prefix(1);
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t blank = line.find_first_of(" \t");
    const change::UsesParts parts = change::uses_parts(line.substr(0, blank));
    const std::string_view commit =
        blank == std::string_view::npos ? "" : line.substr(line.find_first_not_of(" \t", blank));
    if (parts.ref.empty() || parts.path != parts.repository || !change::is_full_commit(commit))
      return fail(ErrorCode::syntax,
                  display_path + ": not \"owner/repository@ref\" and a commit of 40 digits, parted by a blank", number);
    const auto known = words_.find(key_of(parts.repository, parts.ref));
    if (known != words_.end())
      for (const Word& word : known->second)
        if (word.source == CommitSource::named && word.commit != lower(commit))
          return fail(ErrorCode::invalid_value,
                      display_path + " names another commit for " + std::string(line.substr(0, blank)) + " than " +
                          word.evidence,
                      number);
    add(parts.repository, parts.ref, commit, display_path + ":" + std::to_string(number), CommitSource::named);
  }
  return {};
}

// That nobody but one line, or one file, says which commit it is; empty where more do. What the committed file says is
// no second word beside what the file in the tree says.
std::string ActionCommits::told_once(const std::vector<Word>& words, const std::string& commit) {
  std::vector<std::string_view> lines;
  for (const CommitSource source : {CommitSource::tree, CommitSource::head}) {
    for (const Word& word : words) {
      if (word.commit != commit) continue;
      if (word.source == CommitSource::own) return {};
      if (word.source == source) lines.push_back(word.evidence);
    }
    if (!lines.empty()) break;
  }
  if (lines.size() == 1) return "known by one line only: " + std::string(lines.front());
  for (const std::string_view line : lines)
    if (file_of(line) != file_of(lines.front())) return {};
  return lines.empty() ? "" : "known by one file only: " + std::string(file_of(lines.front()));
}

ActionCommits::Answer ActionCommits::find(std::string_view repository, std::string_view ref) const {
  Answer out;
  const auto known = words_.find(key_of(repository, ref));
  if (known == words_.end()) return out;
  const std::vector<Word>& words = known->second;
  const auto named = std::ranges::find(words, CommitSource::named, &Word::source);
  if (named == words.end() && is_branch_name(ref)) return out;
  const auto standing =
      std::ranges::find_if(words, [](const Word& word) { return word.source != CommitSource::history; });
  const Word& chosen = named != words.end() ? *named : standing != words.end() ? *standing : words.front();
  for (const Word& word : words) {
    if (word.commit == chosen.commit) {
      out.evidence.push_back(word.evidence);
      continue;
    }
    const std::string other = word.commit.substr(0, kShown) + " by " + word.evidence;
    if (named == words.end()) {
      out.evidence.clear();
      out.why_not = "it is " + chosen.commit.substr(0, kShown) + " by " + chosen.evidence + ", and " + other +
                    ": a tag that moved, or a word that is wrong";
      return out;
    }
    out.note = "it is " + other;
  }
  if (chosen.source == CommitSource::history) {
    out.evidence.clear();
    out.taken_back = true;
    out.why_not = "it was " + chosen.commit.substr(0, kShown) + " by " + chosen.evidence +
                  ", which is not there any more: what was taken back is not used";
    return out;
  }
  if (named == words.end()) out.note = told_once(words, chosen.commit);
  out.commit = chosen.commit;
  return out;
}

}  // namespace cordon::app
