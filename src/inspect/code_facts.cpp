#include "inspect/code_facts.h"

#include <algorithm>

#include "inspect/code_walk.h"
#include "inspect/words.h"
#include "javascript/literal.h"

namespace cordon::inspect {

namespace {

constexpr std::uint32_t kBlanksThatHide = 200, kFewTokens = 400'000;
constexpr int kMorePasses = 2;
constexpr std::uint32_t kLeastHexNames = 3, kLeastEscapes = 100;

// The form of an address of money, with what may follow it.
bool is_money_address(std::string_view text) {
  const auto all = [](std::string_view digits, auto is) { return std::ranges::all_of(digits, is); };
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); };
  const auto is_word = [](char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); };
  if (text.size() == 42 && text.starts_with("0x")) return all(text.substr(2), is_hex);
  if (text.size() >= 26 && text.size() <= 62 && (text.starts_with("bc1") || text.starts_with("ltc1")))
    return all(text, is_word);
  return text.size() >= 33 && text.size() <= 34 &&
         (text[0] == 'T' || text[0] == '1' || text[0] == '3' || text[0] == 'L') && all(text, is_word) &&
         std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; }) &&
         std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// The escape that colours of a terminal begin with: nobody can write it otherwise.
bool is_of_terminal(std::string_view escape) {
  for (const std::string_view each : {"x1b", "x1B", "u001b", "u001B", "u{1b}", "u{1B}"})
    if (escape.starts_with(each)) return true;
  return false;
}

}  // namespace

void CodeWalk::add(FlagKind kind, std::uint32_t token, std::string_view detail, RunHow how, HostClass host) {
  if (!record_) return;
  std::size_t same = 0;
  for (const CodeFlag& flag : out_.flags) {
    if (flag.kind != kind || flag.how != how) continue;
    if (flag.detail == detail.substr(0, 200) && flag.host == host) return;
    ++same;
  }
  // The class that says most is kept in any case.
  const bool is_new_host = std::ranges::none_of(
      out_.flags, [&](const CodeFlag& flag) { return flag.kind == kind && flag.how == how && flag.host == host; });
  if (same >= kMostSameFlags && !is_new_host) return;
  const std::uint32_t at = std::min(token, static_cast<std::uint32_t>(tokens_.tokens.size() - 1));
  out_.flags.push_back({kind, how, host, tokens_.tokens[at].begin, std::string(detail.substr(0, 200))});
}

void CodeWalk::look_at_literal(std::uint32_t at, std::string_view value) {
  const std::string_view raw = tokens_.of(at);
  out_.counts.string_bytes += raw.size();
  for (std::size_t i = raw.find('\\'); i != std::string_view::npos && i + 1 < raw.size(); i = raw.find('\\', i + 2)) {
    if (is_of_terminal(raw.substr(i + 1))) continue;
    if (raw[i + 1] == 'x') out_.counts.escape_bytes += 4;
    if (raw[i + 1] == 'u') out_.counts.escape_bytes += 6;
  }
  if (is_reversed_name(value)) has_reversed_ = true, reversed_token_ = at;
  if (is_money_address(value)) ++address_literals_;
  if (is_invisible_text(value)) has_invisible_ = true, invisible_token_ = at;
}

void CodeWalk::look_at_regexp(std::uint32_t at) {
  if (!record_) return;
  const std::string_view text = tokens_.of(at);
  for (const std::string_view pattern : words::kAddressPatterns)
    if (text.find(pattern) != std::string_view::npos && text.size() > 12) {
      patterns_.insert(pattern);
      pattern_token_ = at;
    }
}

// Code that an editor shows only to whoever scrolls to the right.
void CodeWalk::blanks(std::uint32_t at) {
  if (at == 0 || tokens_.tokens[at].after_newline) return;
  const std::uint32_t begin = tokens_.tokens[at - 1].end, end = tokens_.tokens[at].begin;
  if (end - begin < kBlanksThatHide) return;
  const std::string_view gap = tokens_.text.substr(begin, end - begin);
  if (gap.find_first_not_of(" \t") == std::string_view::npos)
    add(FlagKind::hidden_by_blanks, at, std::to_string(gap.size()) + " blanks");
}

// What only the whole text says.
void CodeWalk::finish() {
  const CodeCounts& counts = out_.counts;
  const bool is_hex = counts.hex_names >= kLeastHexNames;
  const bool is_escaped = counts.escape_bytes >= kLeastEscapes && counts.escape_bytes * 10 >= counts.string_bytes * 3;
  if (is_hex) add(FlagKind::obfuscated, 0, std::to_string(counts.hex_names) + " names of the form _0x");
  if (is_escaped) add(FlagKind::obfuscated, 0, std::to_string(counts.escape_bytes) + " bytes of escapes in literals");
  if (has_reversed_ && has_reverse_)
    add(FlagKind::encoded_payload, reversed_token_, "a name that is read from its end");
  if (has_invisible_) add(FlagKind::invisible_text, invisible_token_, "characters that nobody sees");
  if (has_invisible_ && has_eval_) add(FlagKind::eval_of_decoded, invisible_token_, "beside text that nobody sees");
  if (has_put_ && has_publish_body_) add(FlagKind::publish, put_token_, "PUT");
  if (patterns_.size() >= 2 && address_literals_ >= 2)
    add(FlagKind::address_list, pattern_token_,
        std::to_string(patterns_.size()) + " patterns, " + std::to_string(address_literals_) + " addresses");
  if (has_unread_texts_) out_.is_complete = false, out_.limit = "too_large";
  if (too_deep_) out_.is_complete = false, out_.limit = "too_deep";
}

CodeFacts CodeWalk::take() {
  std::ranges::stable_sort(out_.flags, {}, &CodeFlag::offset);
  out_.hosts.assign(hosts_.begin(), hosts_.end());
  return std::move(out_);
}

CodeFacts read_code(std::string_view code, const OwnHosts& own, const CodeLimits& limits) {
  const TokenList tokens = list_tokens(code.substr(0, limits.bytes), limits.tokens);
  CodeWalk walk(tokens, own, limits);
  walk.pass(false);
  if (tokens.tokens.size() <= kFewTokens) walk.pass(false);
  for (int more = 0; more < kMorePasses && walk.has_grown() && tokens.tokens.size() <= kFewTokens; ++more)
    walk.pass(false);
  walk.pass(true);
  CodeFacts out = walk.take();
  if (!tokens.is_complete) out.is_complete = false, out.limit = "too_many";
  if (code.size() > limits.bytes) out.is_complete = false, out.limit = "too_large";
  return out;
}

}  // namespace cordon::inspect
