#include "change/rewrite/yarn_classic.h"

#include <algorithm>
#include <functional>
#include <map>

#include "base/encoding.h"
#include "change/rewrite/yarn_blocks.h"
#include "model/semver.h"

namespace cordon::change {
namespace {

using model::semver::Options;

std::string selector_of(std::string_view name, std::string_view range) {
  return std::string(name) + "@" + std::string(range);
}

std::vector<std::string> wants_of(const YarnBlock& block) {
  std::vector<std::string> out;
  for (const auto* list : {&block.dependencies, &block.optional_dependencies})
    if (*list)
      for (const YarnMember& member : (*list)->members) out.push_back(selector_of(member.key, member.value));
  return out;
}

bool wants(const YarnBlock& block, std::string_view selector) {
  const std::vector<std::string> all = wants_of(block);
  return std::ranges::find(all, selector) != all.end();
}

class Rewriter {
 public:
  Rewriter(std::string_view text, const Edits& edits, const Limits& limits)
      : lines_(text), edits_(edits), limits_(limits) {}

  Result<std::string> run() {
    TRY(scan());
    for (const Replace& replace : edits_.replace) TRY(replace_one(replace));
    for (const Add& add : edits_.add) TRY(add_block(add));
    for (const RangeChange& change : edits_.ranges) TRY(change_range(change));
    TRY(change_digests());
    for (const ForcedVersion& forced : edits_.forced) TRY(force(forced));
    for (const Remove& remove : edits_.remove) {
      const std::size_t index = TRY(block_at(remove.line));
      TRY(remove_block(index));
    }
    return lines_.text();
  }

 private:
  // Indices of lines hold until the next change: whoever changes lines scans again.
  Result<void> scan() {
    blocks_ = TRY(yarn_blocks(lines_, limits_));
    return {};
  }

  Result<std::size_t> block_at(std::uint32_t line) const {
    for (std::size_t i = 0; i < blocks_.size(); ++i)
      if (lines_.lines()[blocks_[i].first].number == line) return i;
    return fail(ErrorCode::not_found, "no block begins there", line);
  }

  Result<void> replace_one(const Replace& replace) {
    TRY(check_writable(replace.release));
    const std::size_t index = TRY(block_at(replace.line));
    if (!blocks_[index].is_clear)
      return fail(ErrorCode::refused, "a block that holds more than yarn 1 writes", replace.line);
    const std::vector<std::string> before = wants_of(blocks_[index]);
    for (const ReleaseDependency& wanted : replace.release.dependencies)
      if (wanted.kind != DependencyKind::peer) TRY(provide(wanted, replace.line));
    const std::size_t now = TRY(block_at(replace.line));
    TRY(write_block(now, replace.release));
    for (const std::string& selector : before) TRY(drop_unwanted(selector));
    return merge(TRY(block_at(replace.line)));
  }

  // Sees to it that a block has the selector, where one can: what no block is has to be added.
  Result<void> provide(const ReleaseDependency& wanted, std::uint32_t own_line) {
    const std::string selector = selector_of(wanted.name, wanted.range);
    const YarnBlock* best = nullptr;
    for (const YarnBlock& block : blocks_) {
      if (block.has(selector)) return {};
      const bool named = std::ranges::any_of(
          block.selectors, [&](const YarnWord& word) { return split_selector(word.text).name == wanted.name; });
      if (!named || (own_line != 0 && lines_.lines()[block.first].number == own_line) ||
          !model::semver::satisfies(block.version(), wanted.range, Options{.loose = true}))
        continue;
      if (best == nullptr || is_newer(block.version(), best->version())) best = &block;
    }
    if (best == nullptr) return {};
    return set_selector(*best, {}, selector);
  }

  // A block of its own, where yarn sorts it.
  Result<void> add_block(const Add& add) {
    TRY(check_writable(add.release));
    const std::string& selector = add.selector;
    if (real_name(selector) != add.release.name) return fail(ErrorCode::refused, "another package for " + selector);
    if (blocks_.empty()) return fail(ErrorCode::refused, "a lockfile without blocks");
    for (const YarnBlock& block : blocks_) {
      if (block.has(selector)) return fail(ErrorCode::refused, "there is a block for " + selector);
      // Two blocks of one package and version are one.
      if (is_same(block, add)) return set_selector(block, {}, selector);
    }
    std::size_t before = 0;
    while (before < blocks_.size() && blocks_[before].selectors.front().text < selector) ++before;
    const bool to_end = before == blocks_.size();
    const YarnBlock& neighbour = to_end ? blocks_.back() : blocks_[before];
    const bool has_integrity =
        std::ranges::any_of(blocks_, [](const YarnBlock& block) { return block.member("integrity") != nullptr; });
    std::vector<TextLine> lines = new_block(add, has_integrity);
    lines.insert(to_end ? lines.begin() : lines.end(), lines_.added(""));
    lines_.insert(to_end ? neighbour.last : neighbour.first, std::move(lines));
    TRY(scan());
    for (const ReleaseDependency& wanted : add.release.dependencies)
      if (wanted.kind != DependencyKind::peer) TRY(provide(wanted, 0));
    return {};
  }

  static bool is_same(const YarnBlock& block, const Add& add) {
    return block.version() == add.release.version && real_name(block.selectors.front().text) == add.release.name &&
           split_selector(block.selectors.front().text).name == split_selector(add.selector).name;
  }

  // Yarn before 1.10 wrote no integrity: then the digest behind the address is what it knows.
  std::vector<TextLine> new_block(const Add& add, bool has_integrity) const {
    const Release& release = add.release;
    std::vector<TextLine> out{lines_.added(yarn_word(add.selector) + ":"),
                              lines_.added("  version " + yarn_word(release.version))};
    const bool is_marked = release.resolved.find('#') != std::string::npos || release.shasum.empty();
    if (!release.resolved.empty())
      out.push_back(lines_.added("  resolved " +
                                 yarn_word(is_marked ? release.resolved : release.resolved + "#" + release.shasum)));
    if (!release.integrity.empty() && has_integrity)
      out.push_back(lines_.added("  integrity " + yarn_word(release.integrity)));
    write_list({}, release, false, out);
    write_list({}, release, true, out);
    return out;
  }

  static bool is_newer(std::string_view version, std::string_view than) {
    const auto left = model::semver::parse_version(version, {.loose = true});
    const auto right = model::semver::parse_version(than, {.loose = true});
    return left && right && model::semver::compare(*left, *right) > 0;
  }

  // Takes the first selector out of the header and puts the second in its place in the order; either may be empty.
  Result<void> set_selector(const YarnBlock& block, std::string_view out, std::string_view in) {
    std::vector<YarnWord> words = block.selectors;
    std::erase_if(words, [&](const YarnWord& word) { return !out.empty() && word.text == out; });
    if (!in.empty() && std::ranges::find(words, in, &YarnWord::text) == words.end()) {
      const auto place = std::ranges::find_if(words, [&](const YarnWord& word) { return word.text > in; });
      words.insert(place, YarnWord{yarn_word(in), std::string(in)});
    }
    std::string header;
    for (const YarnWord& word : words) header += (header.empty() ? "" : ", ") + word.raw;
    lines_.lines()[block.first].text = header + ":";
    return scan();
  }

  Result<void> write_block(std::size_t index, const Release& release) {
    const YarnBlock& block = blocks_[index];
    std::vector<TextLine> out;
    const auto keep_or_add = [&](std::string_view key, const std::string& value) {
      const YarnMember* const old = block.member(key);
      if (value.empty()) return;
      if (old != nullptr && old->value == value) out.push_back(lines_.lines()[old->line]);
      else out.push_back(lines_.added("  " + std::string(key) + " " + yarn_word(value)));
    };
    out.push_back(lines_.lines()[block.first]);
    keep_or_add("version", release.version);
    keep_or_add("resolved", address_of(block, release));
    keep_or_add("integrity", release.integrity);
    write_list(block, release, false, out);
    write_list(block, release, true, out);
    const std::size_t first = block.first;
    lines_.erase(first, block.last);
    lines_.insert(first, std::move(out));
    return scan();
  }

  // Yarn has the SHA-1 of the archive behind its address.
  static std::string address_of(const YarnBlock& block, const Release& release) {
    const YarnMember* const old = block.member("resolved");
    const bool marked = old != nullptr && old->value.find('#') != std::string::npos;
    if (!marked || release.shasum.empty() || release.resolved.find('#') != std::string::npos) return release.resolved;
    return release.resolved + "#" + release.shasum;
  }

  void write_list(const YarnBlock& block, const Release& release, bool optional, std::vector<TextLine>& out) const {
    const auto& old = optional ? block.optional_dependencies : block.dependencies;
    std::vector<const ReleaseDependency*> wanted;
    for (const ReleaseDependency& each : release.dependencies)
      if (is_listed(block, release, each, optional)) wanted.push_back(&each);
    if (wanted.empty()) return;
    std::ranges::sort(wanted, {}, [](const ReleaseDependency* each) { return std::string_view(each->name); });
    out.push_back(old ? lines_.lines()[old->line]
                      : lines_.added(optional ? "  optionalDependencies:" : "  dependencies:"));
    for (const ReleaseDependency* each : wanted) {
      const auto known = [&](const YarnMember& member) {
        return member.key == each->name && member.value == each->range;
      };
      const YarnMember* line = nullptr;
      if (old)
        if (const auto found = std::ranges::find_if(old->members, known); found != old->members.end()) line = &*found;
      if (line != nullptr) out.push_back(lines_.lines()[line->line]);
      else out.push_back(lines_.added("    " + yarn_word(each->name) + " " + yarn_word(each->range)));
    }
  }

  static bool is_listed(const YarnBlock& block, const Release& release, const ReleaseDependency& wanted,
                        bool optional) {
    if (wanted.kind == DependencyKind::peer) return false;
    if (release.kinds_known) return (wanted.kind == DependencyKind::optional) == optional;
    const auto& list = block.optional_dependencies;
    const bool was_optional =
        list && std::ranges::find(list->members, wanted.name, &YarnMember::key) != list->members.end();
    return was_optional == optional;
  }

  bool is_wanted(std::string_view selector) const {
    if (std::ranges::find(edits_.wanted_by_roots, selector) != edits_.wanted_by_roots.end()) return true;
    return std::ranges::any_of(blocks_, [&](const YarnBlock& block) { return wants(block, selector); });
  }

  // A block that would have none keeps its selector: it goes as a whole, or stays.
  Result<void> drop_unwanted(const std::string& selector) {
    if (!edits_.roots_known || is_wanted(selector)) return {};
    for (const YarnBlock& block : blocks_)
      if (block.has(selector) && block.selectors.size() > 1) return set_selector(block, selector, {});
    return {};
  }

  // Two blocks of one package and version are one.
  Result<void> merge(std::size_t index) {
    const YarnBlock& own = blocks_[index];
    const std::string_view name = real_name(own.selectors.front().text);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const YarnBlock& other = blocks_[i];
      if (i == index || other.version() != own.version() || real_name(other.selectors.front().text) != name) continue;
      if (split_selector(other.selectors.front().text).name != split_selector(own.selectors.front().text).name)
        continue;
      if (wants_of(other) != wants_of(own))
        return fail(ErrorCode::refused, "two blocks of one release that ask for different things",
                    static_cast<std::uint32_t>(lines_.lines()[other.first].number));
      const auto stays = static_cast<std::uint32_t>(lines_.lines()[other.first].number);
      const std::vector<YarnWord> selectors = own.selectors;
      TRY(remove_block(index));
      for (const YarnWord& word : selectors) {
        const std::size_t kept = TRY(block_at(stays));
        TRY(set_selector(blocks_[kept], {}, word.text));
      }
      return {};
    }
    return {};
  }

  Result<void> change_range(const RangeChange& change) {
    const std::string from = selector_of(change.name, change.from), to = selector_of(change.name, change.to);
    for (const YarnBlock& block : blocks_) {
      if (!block.has(from)) continue;
      const bool stays = std::ranges::find(edits_.kept, from) != edits_.kept.end() ||
                         std::ranges::any_of(blocks_, [&](const YarnBlock& other) { return wants(other, from); });
      return set_selector(block, stays ? "" : from, to);
    }
    return fail(ErrorCode::not_found, "no block has the selector " + from);
  }

  // Behind the address, as yarn has it. From the end, so that what is still to be changed stays where it is.
  Result<void> change_digests() {
    std::map<std::size_t, const DigestChange*, std::greater<>> by_block;
    for (const DigestChange& change : edits_.digests) by_block[TRY(block_at(change.line))] = &change;
    for (const auto& [index, change] : by_block) {
      TRY(check_writable_digest(change->integrity));
      const YarnBlock& block = blocks_[index];
      if (!block.is_clear) return fail(ErrorCode::refused, "a block that holds more than yarn 1 writes", change->line);
      TextLine line = lines_.added("  integrity " + yarn_word(change->integrity));
      if (const YarnMember* const old = block.member("integrity")) {
        lines_.lines()[old->line].text = std::move(line.text);
        continue;
      }
      const YarnMember* behind = block.member("resolved");
      if (behind == nullptr) behind = block.member("version");
      if (behind == nullptr) return fail(ErrorCode::refused, "a block that has no version", change->line);
      lines_.insert(behind->line + 1, {std::move(line)});
    }
    return scan();
  }

  // What resolutions put in the place of another is asked for itself, too.
  Result<void> force(const ForcedVersion& forced) {
    for (const YarnBlock& block : blocks_)
      if (block.version() == forced.version && split_selector(block.selectors.front().text).name == forced.name)
        return set_selector(block, {}, selector_of(forced.name, forced.version));
    return fail(ErrorCode::not_found, "no block is " + forced.name + " " + forced.version);
  }

  // With the blank lines behind it, or at the end of the text those in front.
  Result<void> remove_block(std::size_t index) {
    std::size_t first = blocks_[index].first, last = blocks_[index].last;
    if (index + 1 < blocks_.size()) {
      const std::size_t next = blocks_[index + 1].first;
      while (last < next && lines_.lines()[last].is_blank()) ++last;
    } else {
      while (first > 0 && index > 0 && lines_.lines()[first - 1].is_blank()) --first;
    }
    lines_.erase(first, last);
    return scan();
  }

  TextLines lines_;
  const Edits& edits_;
  const Limits& limits_;
  std::vector<YarnBlock> blocks_;
};

Release release_of(const YarnBlock& block, std::string_view name) {
  Release out;
  out.name = name;
  out.version = block.version();
  if (const YarnMember* const resolved = block.member("resolved")) out.resolved = resolved->value;
  if (const YarnMember* const integrity = block.member("integrity")) out.integrity = integrity->value;
  if (block.dependencies)
    for (const YarnMember& member : block.dependencies->members)
      out.dependencies.push_back({member.key, member.value, {}, DependencyKind::runtime});
  if (block.optional_dependencies)
    for (const YarnMember& member : block.optional_dependencies->members)
      out.dependencies.push_back({member.key, member.value, {}, DependencyKind::optional});
  return out;
}

}  // namespace

Result<std::vector<FoundRelease>> releases_in_yarn(std::string_view text, std::string_view name, const Limits& limits) {
  TRY(check_encoding(text, limits));
  TRY(check_utf8(text));
  const TextLines lines(text);
  std::vector<FoundRelease> out;
  for (const YarnBlock& block : TRY(yarn_blocks(lines, limits)))
    if (real_name(block.selectors.front().text) == name && !block.version().empty())
      out.push_back({block.selectors.front().text, static_cast<std::uint32_t>(lines.lines()[block.first].number),
                     release_of(block, name)});
  return out;
}

Result<std::string> rewrite_yarn(std::string_view text, const Edits& edits, const Limits& limits) {
  TRY(check_encoding(text, limits));
  TRY(check_utf8(text));
  return Rewriter(text, edits, limits).run();
}

}  // namespace cordon::change
