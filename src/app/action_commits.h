// Which commit a tag of an action's repository is: what workflows that are pinned say, and what the user says.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::app {

// How far it is believed: the user's own word decides alone; of all others two must not contradict each other, and
// what stood in an earlier commit alone was taken back: it contradicts, but is not used.
enum class CommitSource : std::uint8_t { named, tree, head, history, own };

class ActionCommits {
 public:
  // Every `uses: owner/repository@<commit> # tag` of a workflow or action, where the comment is nothing but the tag.
  // `evidence` is put in front of ":line". A text that is no YAML says nothing.
  void add_workflow(std::string_view text, const std::string& evidence, CommitSource source, const Limits& limits = {});

  // Lines "owner/repository@ref commit"; blank ones and those that begin with '#' count for nothing. Fails with syntax
  // and the line for any other, and with invalid_value where it names two commits for one ref.
  Result<void> add_list(std::string_view text, const std::string& display_path);

  void add(std::string_view repository, std::string_view ref, std::string_view commit, std::string evidence,
           CommitSource source);

  struct Answer {
    std::string commit;                 // empty: not known
    std::vector<std::string> evidence;  // who says so
    std::string why_not;                // a reason where there are words against it; empty: nobody says anything
    bool taken_back = false;            // nothing but an earlier commit says anything
    std::string note;                   // what contradicts the user's own word, or that one line alone says it
  };
  // Branches move by their nature: of these only the user's own word counts.
  Answer find(std::string_view repository, std::string_view ref) const;

 private:
  struct Word {
    std::string commit, evidence;
    CommitSource source = CommitSource::tree;
  };
  static std::string told_once(const std::vector<Word>& words, const std::string& commit);
  std::map<std::string, std::vector<Word>, std::less<>> words_;  // by "owner/repository@ref"
};

// Whether a ref is called as branches are: "main", "master", "develop".
bool is_branch_name(std::string_view ref);

}  // namespace cordon::app
