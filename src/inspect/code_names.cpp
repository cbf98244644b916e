// The walk's part that knows words: declarations, and what names stand for.
#include <algorithm>
#include <utility>

#include "inspect/code_walk.h"
#include "inspect/shell.h"
#include "inspect/words.h"
#include "javascript/literal.h"

namespace cordon::inspect {

using javascript::TokenKind;

namespace {

// Words behind which an expression begins or which stand for nothing.
constexpr auto kPlain = std::to_array<std::string_view>(
    {"new",    "await", "typeof", "void",    "delete",  "case",       "else",   "do",   "yield", "async",
     "static", "get",   "set",    "default", "extends", "instanceof", "in",     "of",   "if",    "while",
     "switch", "with",  "try",    "finally", "break",   "continue",   "export", "catch"});

// The key of what a pattern leaves: "{a, ...b}".
constexpr std::string_view kRest = "...";

constexpr std::size_t kMostAppended = 4u << 10, kShort = 64;

std::string_view without_node(std::string_view module) {
  return module.starts_with("node:") ? module.substr(5) : module;
}

}  // namespace

// Texts that names stand for are read where the names stand: a long one that is used often costs more than the code
// that is read, so there is a limit to them.
bool CodeWalk::may_read(std::size_t bytes) {
  if (bytes > kShort) named_bytes_ += bytes;
  if (named_bytes_ > limits_.named_bytes) has_unread_texts_ = true;
  return bytes <= kShort || named_bytes_ <= limits_.named_bytes;
}

// Of a text that a name stands for it is kept: a name may be asked for members as often as there are tokens.
Bits CodeWalk::text_bits(const Chain& chain) {
  if (chain.binding == kNoBinding || chain.is_member) return bits_of(chain.text, facts_of_text(chain.text, own_).bits);
  Binding& binding = names_.at(chain.binding);
  if (binding.text != chain.text) return bits_of(chain.text, facts_of_text(chain.text, own_).bits);
  if (!std::exchange(binding.has_text_bits, true))
    binding.text_bits = bits_of(chain.text, facts_of_text(chain.text, own_).bits);
  return binding.text_bits;
}

// A member of it whose name is known is asked for. What is called is no variable: "env().then(…)", "env.valueOf()".
void CodeWalk::part_of_environment(Chain& chain, std::uint32_t behind) const {
  const bool is_called = tokens_.is(behind, '(') || (tokens_.is(behind, "?.") && tokens_.is(behind + 1, '('));
  if (!is_environment(chain.bits) || is_called) return;
  chain.bits = one_variable(chain.bits);
  if (chain.path == "_") chain.path = "process.env";
}

// Of "this", and of a class that was declared or its prototype: whether the member is known by its own name.
bool CodeWalk::own_member(std::string_view word, bool was_member) {
  const bool is_this = chain_.path == "this" && chain_.bits == 0;
  const bool is_named = chain_.binding != kNoBinding && !chain_.is_own;
  const bool is_class = is_named && !was_member && word != "prototype" && names_.at(chain_.binding).owner != kNoBinding;
  const bool is_prototype =
      is_class || (is_named && chain_.path.ends_with(".prototype") && names_.at(chain_.binding).is_function);
  chain_.is_own = chain_.is_method = false;
  if (!is_this && !is_prototype) return false;
  std::uint32_t owner = top().owner;
  if (is_prototype) {
    Binding& made = names_.at(chain_.binding);
    if (made.owner == kNoBinding) made.owner = chain_.binding;
    chain_.owner = owner = made.owner;
  }
  chain_.binding = names_.member(owner, word);
  const Binding& is = names_.at(chain_.binding);
  chain_.bits |= is.bits;
  chain_.is_own = true;
  chain_.is_method = owner != kNoBinding;
  if (!is.path.empty() && is.path != "_") {
    chain_.path = is.path;
  } else {
    chain_.path = "this";
    add_member(chain_.path, word.substr(0, 64));
  }
  return true;
}

// Of a member that a text names: "{['exec']: e}".
std::string_view CodeWalk::name_in_text(std::uint32_t at) {
  return *decoded_names_.insert(javascript::value_of(TokenKind::string, tokens_.of(at)).substr(0, 64)).first;
}

// As it is called, however it is written.
std::string_view CodeWalk::name_of(std::uint32_t at) {
  const std::string_view raw = tokens_.of(at);
  if (raw.find('\\') == std::string_view::npos) return raw;
  return *decoded_names_.insert(javascript::value_of(TokenKind::name, raw)).first;
}

std::uint32_t CodeWalk::on_name(std::uint32_t at) {
  const std::string_view word = name_of(at);
  if (record_) {
    ++out_.counts.names;
    if (word.size() >= 6 && word.starts_with("_0x")) ++out_.counts.hex_names;
  }
  const bool is_member = at > 0 && chain_.active && (tokens_.is(at - 1, '.') || tokens_.is(at - 1, "?."));
  if (is_member) {
    if (word == "reverse") has_reverse_ = true;
    chain_.is_receiver = std::exchange(chain_.has_text, false);
    if (chain_.is_receiver) chain_.bits |= text_bits(chain_);
    part_of_environment(chain_, at + 1);
    if (chain_.is_member) chain_.items = {};
    const bool is_number = word == "length" && chain_.path.ends_with("()");
    if (is_number) chain_.bits &= ~(kSecrets | kEnvironmentItself);
    if (own_member(word, std::exchange(chain_.is_member, true))) return at + 1;
    // What compilers put between a module and what it exports.
    if (word != "default" && chain_.path.size() + word.size() < 96) add_member(chain_.path, word);
    return at + 1;
  }
  end_chain();
  if (top().kind == Kind::object && top().expects_key) {
    if (tokens_.is(at + 1, ':')) {
      top().key = word;
      return at + 1;
    }
    if (tokens_.is(at + 1, ',') || tokens_.is(at + 1, '}')) top().key = word;
  }
  if (tokens_.is(at + 1, "=>")) return arrow(at, at);
  bool known = false;
  const std::uint32_t next = keyword(at, word, known);
  if (known) return next;
  const std::uint32_t binding = names_.find(word);
  chain_.active = true;
  chain_.token = at;
  chain_.binding = binding;
  if (binding == kNoBinding) {
    chain_.path = word.substr(0, 64);
  } else {
    const Binding& is = names_.at(binding);
    chain_.path = is.path.empty() ? "_" : is.path;
    chain_.bits = is.bits;
    chain_.items = is.items;
    if (is.has_text && may_read(is.text.size())) {
      chain_.has_text = true;
      chain_.text = is.text;
    }
  }
  return at + 1;
}

std::uint32_t CodeWalk::keyword(std::uint32_t at, std::string_view word, bool& known) {
  known = true;
  if (word == "const" || word == "let" || word == "var") {
    end_expression();
    return declare(at + 1);
  }
  if (word == "function") return function(at);
  if (word == "return") {
    end_expression();
    push(Kind::result, at);
    return at + 1;
  }
  if (word == "import" && !tokens_.is(at + 1, '(') && !tokens_.is(at + 1, '.')) return import_statement(at);
  if (word == "class") {
    return class_head(at);
  }
  if (word == "true") holds_true(at);
  if (word == "true" || word == "false" || word == "null" || word == "undefined") {
    operand({}, false, false, at);
    return at + 1;
  }
  // A function may be called "get".
  const bool is_own_name = (word == "get" || word == "set") && tokens_.tokens[at + 1].kind == TokenKind::punctuator &&
                           !tokens_.is(at + 1, '[');
  if (!is_own_name && (word == "for" || word == "throw" || words::is_one_of(word, kPlain))) {
    if (word == "instanceof" || word == "in" || word == "of" || word == "case") flush_run();
    if (word == "instanceof" || word == "in") top().is_asked = true;
    return at + 1;
  }
  known = false;
  return at;
}

// At the first name behind const, let or var.
std::uint32_t CodeWalk::declare(std::uint32_t at) {
  for (;;) {
    std::vector<std::pair<std::string_view, std::uint32_t>> pattern;
    std::uint32_t target = kNoBinding, next = at + 1;
    if (tokens_.is(at, '{') || tokens_.is(at, '[')) next = declare_pattern(at, pattern);
    else if (tokens_.is_name(at)) target = names_.declare(name_of(at), at);
    else return at;
    const bool is_loop = tokens_.is(next, "of") || tokens_.is(next, "in");
    if (is_loop || tokens_.is(next, "=")) {
      push(Kind::assign, next);
      top().target = target;
      top().pattern = std::move(pattern);
      top().is_member = is_loop;
      return next + 1;
    }
    // "let a, b = c": only the last of them is given something.
    if (!tokens_.is(next, ',')) return next;
    at = next + 1;
  }
}

// "{a, b: c, ...d}" and "[a, b]": names at any depth of one bracket.
std::uint32_t CodeWalk::declare_pattern(std::uint32_t at,
                                        std::vector<std::pair<std::string_view, std::uint32_t>>& out) {
  const std::uint32_t end = tokens_.partner[at];
  if (end <= at) return at + 1;
  std::string_view key;
  bool in_default = false;
  for (std::uint32_t i = at + 1; i < end; ++i) {
    if (tokens_.is(i, '(')) i = std::max(i, tokens_.partner[i]);
    else if (tokens_.is(i, ',')) in_default = false, key = {};
    else if (tokens_.is(i, '=')) in_default = true;
    else if (tokens_.tokens[i].kind == TokenKind::string && !in_default) key = name_in_text(i);
    else if (tokens_.is_name(i) && !in_default) {
      if (tokens_.is(i + 1, ':')) {
        key = name_of(i);
        continue;
      }
      if (key.empty()) key = name_of(i);
      if (tokens_.is(i - 1, '.')) key = kRest;
      out.emplace_back(tokens_.is(at, '{') ? key : std::string_view(), names_.declare(name_of(i), i));
    }
  }
  return end + 1;
}

// The text behind the names of an import, or what is none of it. Nothing is looked at twice: what is behind another
// "import" is that one's.
std::uint32_t CodeWalk::end_of_import(std::uint32_t at) const {
  const auto end = static_cast<std::uint32_t>(tokens_.tokens.size() - 1);
  for (std::uint32_t i = at + 1; i < end; ++i) {
    const bool is_named_by_text = tokens_.tokens[i].kind == TokenKind::string && tokens_.is(i + 1, "as");
    const bool is_of_clause = tokens_.is(i, ',') || tokens_.is(i, '{') || tokens_.is(i, '}') || tokens_.is(i, '*') ||
                              tokens_.is_name(i) || is_named_by_text;
    if (!is_of_clause || tokens_.is(i, "import")) return i;
  }
  return end;
}

// import a, {b as c}, * as d from "x"
std::uint32_t CodeWalk::import_statement(std::uint32_t at) {
  end_statement();
  const std::uint32_t last = end_of_import(at);
  if (tokens_.tokens[last].kind != TokenKind::string) return at + 1;
  const std::string value = javascript::value_of(TokenKind::string, tokens_.of(last));
  const std::string module(without_node(value).substr(0, 64));
  if (value.starts_with("https://") || value.starts_with("http://"))
    add(FlagKind::download_and_run, last, value, RunHow::evaluated, class_of_host(value, own_));
  bool in_braces = false;
  for (std::uint32_t i = at + 1; i < last; ++i) {
    if (tokens_.is(i, '{')) in_braces = true;
    const bool is_text = tokens_.tokens[i].kind == TokenKind::string;
    if ((!tokens_.is_name(i) && !is_text) || tokens_.is(i, "from") || tokens_.is(i, "as") || tokens_.is(i, "type"))
      continue;
    std::string path = module;
    if (in_braces && !tokens_.is(i, "default"))
      path.append(".").append((is_text ? name_in_text(i) : name_of(i)).substr(0, 31));
    if (tokens_.is(i + 1, "as") && tokens_.is_name(i + 2)) i += 2;
    Binding& binding = names_.at(names_.declare(name_of(i), i));
    binding.path = std::move(path);
  }
  return last + 1;
}

void CodeWalk::assigned(Frame& frame) {
  const bool is_sole = frame.operands == 1;
  if (frame.target != kNoBinding) {
    Binding& binding = names_.at(frame.target);
    binding.bits |= frame.is_member ? held(frame.bits) : frame.bits;
    if (frame.is_compound) {
      if ((frame.bits & kEnvironment) != 0) binding.bits |= kEncoded;
      appended(binding, frame);
    } else if (!frame.is_member && (is_sole || frame.operands == frame.run_operands)) {
      if (is_sole && frame.sole_items) binding.items = frame.sole_items;
      if (has_own_text(frame)) {
        binding.text = frame.last_text.substr(0, 16u << 10);
        binding.has_text = true;
        binding.has_text_bits = false;
      } else {
        binding.has_text = false;
      }
      if (is_sole && binding.path != frame.sole_path && !is_one_of_places(frame) &&
          weight_of(binding.path) < weight_of(frame.sole_path))
        binding.path = frame.sole_path;
    } else if (!is_sole) {
      binding.has_text = false;
    }
  }
  for (const auto& [key, target] : frame.pattern) {
    Binding& binding = names_.at(target);
    const bool is_part = is_sole && !key.empty() && key != kRest;
    binding.bits |= is_part ? one_variable(frame.bits) : frame.bits;
    if (is_sole && !key.empty() && binding.path.empty() && !frame.sole_path.empty()) {
      binding.path = frame.sole_path;
      if (key != kRest) add_member(binding.path, key.substr(0, 40));
    }
  }
  operand(frame.last_text, frame.has_last_text && is_sole, false, frame.token);
  flow(frame.bits);
}

// "a += b" where the text of a is known: that of b follows it, or what only the running code knows.
void CodeWalk::appended(Binding& binding, const Frame& frame) {
  if (frame.is_member || !binding.has_text) return;
  binding.has_text_bits = false;
  const std::string_view hole(&kHole, 1);
  const std::string_view more =
      frame.last_text.empty() || frame.operands == 0 ? hole : std::string_view(frame.last_text);
  if (more == hole && binding.text.ends_with(kHole)) return;
  if (binding.text.size() + more.size() > kMostAppended) binding.has_text = false;
  else binding.text.append(more);
}

void CodeWalk::start_assign(std::uint32_t at) {
  Chain target = std::move(chain_);
  chain_ = {};
  const std::string_view path = target.path;
  if (words::is_one_of(path, words::kWalletEntries) || words::is_one_of(path, words::kRequestEntries))
    add(FlagKind::wallet_override, target.token, path);
  // A field of a class is a member of "this".
  if (top().is_class && !target.is_member && tokens_.is_name(target.token))
    target.binding = names_.member(top().owner, name_of(target.token));
  if (target.binding == kNoBinding && !target.is_member && tokens_.is_name(target.token))
    target.binding = names_.declare(name_of(target.token), target.token);
  push(Kind::assign, at);
  if (target.owner != kNoBinding) top().owner = target.owner;
  top().target = target.binding;
  if (target.is_member && path.substr(path.rfind('.') + 1).starts_with("on"))
    top().before.bits = target.bits & kFetched;
  top().is_compound = tokens_.is(at, '+');
  top().is_member = (target.is_member && !target.is_own) || !(tokens_.is(at, '=') || top().is_compound);
}

}  // namespace cordon::inspect
