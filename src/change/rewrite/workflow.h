// Workflows and actions of GitHub as text: which releases they use, and the same with commits in the place of tags.
//
// Format: docs.github.com, "Workflow syntax for GitHub Actions" and "Metadata syntax for GitHub Actions".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::change {

// "owner/repository[/path]@ref".
struct UsesParts {
  std::string_view repository;  // "owner/repository"
  std::string_view path;        // "owner/repository/path"
  std::string_view ref;
};
// Empty parts for what is none: "./folder", "docker://image", an expression.
UsesParts uses_parts(std::string_view value);

// 40 hexadecimal digits.
bool is_full_commit(std::string_view ref);

// What stands behind one `uses:`.
struct FoundUses {
  std::uint32_t line = 0;
  std::string value;
  std::string comment;  // behind it on its line, without '#' and the blanks around it
};

// Every `uses:` of jobs and steps, in the order of the text; one that several places share by an alias once. Fails as
// yaml::parse does.
Result<std::vector<FoundUses>> uses_in_workflow(std::string_view text, const Limits& limits = {});

// The tag that the comment behind a commit of this repository is: "v4.1.1", "tag=v4.1.1", "pin@v4.1.1", "renovate:
// tag=v4.1.1", "ratchet:owner/repository@v4.1.1". Empty where it says anything else, or anything more: "v4 broke us,
// this is v3" names no tag.
std::string_view tag_in_comment(std::string_view comment, std::string_view repository);

// A tag that becomes a commit.
struct UsesChange {
  std::uint32_t line = 0;
  std::string from;    // the value as it is
  std::string commit;  // 40 hexadecimal digits
};

// The text with these: the commit stands in the place of the tag, and the tag in a comment behind it, in front of one
// that is there. Every other byte stays. Read again, nothing but these values is another. Fails as yaml::parse does;
// with not_found where nothing on that line has the value; with refused where it is written over several lines, by an
// anchor, with escapes, or with more behind it than a comment.
Result<std::string> pin_uses(std::string_view text, const std::vector<UsesChange>& changes, const Limits& limits = {});

}  // namespace cordon::change
