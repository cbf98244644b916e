// The walk itself: operands, operators and brackets.
#include "inspect/code_walk.h"

#include <algorithm>

#include "inspect/words.h"

namespace cordon::inspect {

using javascript::Token;
using javascript::TokenKind;

namespace {

constexpr std::size_t kMostPathBytes = 96;

}  // namespace

void CodeWalk::pass(bool record) {
  record_ = record;
  frames_.clear();
  bodies_.clear();
  opened_.assign(opened_.size(), false);
  holes_ = says_ = 0;
  has_grown_ = false;
  named_bytes_ = 0;
  chain_ = {};
  class_owner_ = kNoBinding;
  names_.begin_pass();
  frames_.emplace_back();
  const auto end = static_cast<std::uint32_t>(tokens_.tokens.size() - 1);
  for (std::uint32_t at = 0; at < end;) {
    if (record_) blanks(at);
    at = std::max(step(at), at + 1);
  }
  while (frames_.size() > 1) pop();
  end_statement();
  if (record_) finish();
}

std::uint32_t CodeWalk::step(std::uint32_t at) {
  const Token& token = tokens_.tokens[at];
  // A line that ends behind a value ends the statement where the next one begins with a name.
  if (token.after_newline && token.kind == TokenKind::name && at > 0) {
    const Token& before = tokens_.tokens[at - 1];
    const bool is_value = before.kind != TokenKind::punctuator || tokens_.is(at - 1, ')') || tokens_.is(at - 1, ']') ||
                          tokens_.is(at - 1, '}');
    const std::string_view word = tokens_.of(at);
    if (is_value && word != "in" && word != "instanceof" && word != "of") end_statement();
  }
  switch (token.kind) {
    case TokenKind::name: return on_name(at);
    case TokenKind::string: on_text(at); return at + 1;
    case TokenKind::chunk: on_chunk(at); return at + 1;
    case TokenKind::punctuator: return on_punctuator(at);
    case TokenKind::regexp: look_at_regexp(at); [[fallthrough]];
    default:
      end_chain();
      chain_.active = true;
      chain_.path = "_";
      chain_.token = at;
      if (at > 0 && tokens_.is(at - 1, '!') && tokens_.is(at, "0")) holds_true(at);
      if (token.kind == TokenKind::number && top().kind == Kind::index) {
        chain_.text = tokens_.of(at).substr(0, 16);
        chain_.has_text = true;
      }
      return at + 1;
  }
}

// Of several places one lies elsewhere, though the last be the package's own.
bool CodeWalk::has_own_text(const Frame& frame) {
  return (frame.has_last_text || frame.has_place) && !(frame.is_choice && frame.last_text.starts_with('.'));
}

bool CodeWalk::is_one_of_places(const Frame& frame) {
  return frame.is_choice && words::text_of_path(frame.sole_path) == ".";
}

// What the value "true" says of the key that it stands behind.
void CodeWalk::holds_true(std::uint32_t at) {
  if (is_keyed("eval")) top().evaluates = true;
  if (is_keyed("detached")) add(FlagKind::detached_process, at, "detached: true");
}

bool CodeWalk::is_keyed(std::string_view key) const {
  const Frame& frame = frames_.back();
  return frame.kind == Kind::object && frame.key == key;
}

// Beyond the limit the outermost half is let go of, many at once, so that what stands innermost and what stands behind
// is read all the same, in linear time. What closes one of them closes nothing.
void CodeWalk::forget_outermost() {
  too_deep_ = true;
  const std::uint32_t forgotten = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(frames_.size() / 2));
  for (std::uint32_t i = 1; i <= forgotten; ++i) {
    const Frame& frame = frames_[i];
    opened_[frame.token] = false;
    if (frame.kind == Kind::hole) --holes_;
    if (frame.kind == Kind::call && frame.call == CallKind::say) --says_;
  }
  frames_.erase(frames_.begin() + 1, frames_.begin() + 1 + forgotten);
  std::erase_if(bodies_, [&](std::uint32_t index) { return index <= forgotten; });
  for (std::uint32_t& index : bodies_) index -= forgotten;
}

void CodeWalk::push(Kind kind, std::uint32_t token) {
  if (frames_.size() >= std::max<std::uint32_t>(limits_.depth, 3)) forget_outermost();
  const bool is_body = kind == Kind::block && class_owner_ != kNoBinding;
  const std::uint32_t owner = is_body ? std::exchange(class_owner_, kNoBinding) : top().owner;
  Frame& frame = frames_.emplace_back();
  frame.is_class = is_body;
  frame.owner = owner;
  frame.kind = kind;
  frame.token = token;
  frame.scope = names_.mark();
  frame.expects_key = kind == Kind::object;
  if (kind == Kind::hole) ++holes_;
  if (kind == Kind::body) bodies_.push_back(static_cast<std::uint32_t>(frames_.size() - 1));
}

// Closes the innermost frame; what it was worth becomes the chain.
void CodeWalk::pop() {
  end_chain();
  flush_run();
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.kind == Kind::hole) --holes_;
  if (frame.kind == Kind::body && !bodies_.empty()) bodies_.pop_back();
  if (frame.kind == Kind::body || frame.kind == Kind::block) names_.leave(frame.scope);
  if (frame.kind == Kind::call && frame.call == CallKind::say) --says_;
  switch (frame.kind) {
    case Kind::call: chain_ = called(frame); break;
    case Kind::index:
      chain_ = std::move(frame.before);
      chain_.is_member = true;
      chain_.has_text = chain_.is_receiver = chain_.is_own = chain_.is_method = false;
      chain_.items = {};
      if (is_whole(frame)) part_of_environment(chain_, tokens_.partner[frame.token] + 1);
      else if (chain_.path == "process.env") chain_.bits |= held(frame.bits & kEnvironment);
      if (chain_.path.size() < kMostPathBytes)
        add_member(chain_.path, is_whole(frame) ? frame.last_text.substr(0, 40) : "?");
      break;
    case Kind::group:
      chain_ = {.active = true,
                .has_text = has_own_text(frame) && frame.operands == 1,
                .is_literal = frame.has_last_text,
                .is_member = false,
                .is_receiver = false,
                .is_made = frame.has_made_text,
                .is_own = false,
                .is_method = false,
                .path = frame.operands == 1 && !frame.sole_path.empty() && !is_one_of_places(frame) ? frame.sole_path
                        : frame.operands == 0 && frame.has_function                                 ? "function"
                                                                                                    : "_",
                .text = frame.last_text,
                .items = frame.sole_items,
                .bits = frame.bits,
                .binding = kNoBinding,
                .token = frame.token,
                .owner = kNoBinding};
      break;
    case Kind::array:
    case Kind::object:
      if (frame.kind == Kind::object) {
        top().input |= frame.input;
        top().body |= frame.body;
        top().evaluates = top().evaluates || frame.evaluates;
      }
      chain_ = {.active = true,
                .has_text = false,
                .is_literal = false,
                .is_member = false,
                .is_receiver = false,
                .is_made = false,
                .is_own = false,
                .is_method = false,
                .path = "_",
                .text = {},
                .items = {},
                .bits = frame.bits,
                .binding = kNoBinding,
                .token = frame.token,
                .owner = kNoBinding};
      if (frame.kind == Kind::array && !frame.texts.empty())
        chain_.items = std::make_shared<std::vector<std::string>>(std::move(frame.texts));
      break;
    case Kind::assign: assigned(frame); break;
    case Kind::result: returned(frame); break;
    default: break;
  }
}

void CodeWalk::end_expression() {
  end_chain();
  flush_run();
}

void CodeWalk::end_statement() {
  end_expression();
  while (frames_.size() > 1 && (top().kind == Kind::assign || top().kind == Kind::result)) pop(), end_expression();
}

std::uint32_t CodeWalk::on_punctuator(std::uint32_t at) {
  const std::string_view text = tokens_.of(at);
  const char c = text.front();
  switch (c) {
    case '(':
    case '[':
    case '{': return open(at, c);
    case ')':
    case ']':
    case '}': close(at); return at + 1;
    case '.':
      if (!chain_.active && tokens_.is(at + 1, '.') && tokens_.is(at + 2, '.')) {
        top().is_spread = true;
        return at + 3;
      }
      return at + 1;
    case '?':
      if (text != "?.") choose();
      return at + 1;
    case ';': end_statement(); return at + 1;
    case ',': return on_comma(at);
    case ':':
      choose();
      top().expects_key = false;
      return at + 1;
    case '+':
      if (text == "+" && !(tokens_.touches(at) && tokens_.is(at + 1, '='))) {
        end_chain();
        top().run_open = top().run_active;
        return at + 1;
      }
      return assign_or_end(at, c);
    case '|':
    case '&':
      if (!(chain_.active && tokens_.touches(at) && tokens_.is(at + 1, '='))) {
        choose();
        return at + 1;
      }
      return assign_or_end(at, c);
    case '=': return on_equals(at);
    default: return assign_or_end(at, c);
  }
}

std::uint32_t CodeWalk::on_comma(std::uint32_t at) {
  end_expression();
  bool is_declaration = false;
  while (frames_.size() > 1 && top().kind == Kind::assign) {
    is_declaration = true;
    pop();
    end_expression();
  }
  Frame& frame = top();
  frame.expects_key = frame.kind == Kind::object;
  frame.key = {};
  ++frame.argument;
  frame.argument_operands = 0;
  if (frame.kind == Kind::group) frame.operands = 0;  // "(0, fs.readFileSync)" is its last
  // "const a = b, { c } = d"
  const bool is_pattern = tokens_.is(at + 1, '{') || tokens_.is(at + 1, '[');
  if (is_declaration && is_pattern && tokens_.is(tokens_.partner[at + 1] + 1, '=')) return declare(at + 1);
  return at + 1;
}

// "a += b", "a ||= b", or an operator.
std::uint32_t CodeWalk::assign_or_end(std::uint32_t at, char c) {
  const bool assigns = chain_.active && tokens_.touches(at) && tokens_.is(at + 1, '=') &&
                       std::string_view("+-*/%&|^?").find(c) != std::string_view::npos;
  if (assigns) start_assign(at);
  else end_expression();
  return at + (assigns ? 2 : 1);
}

// Of "a ? b : c" and "a || b" the last counts for what a name stands for; what flows is that of all.
void CodeWalk::choose() {
  end_expression();
  if (top().kind != Kind::assign && top().kind != Kind::group) return;
  top().operands = 0;
  top().is_choice = true;
}

std::uint32_t CodeWalk::on_equals(std::uint32_t at) {
  if (tokens_.of(at) == "=>") {
    end_expression();
    return at + 1;
  }
  const bool follows_operator =
      at > 0 && tokens_.touches(at - 1) &&
      (tokens_.is(at - 1, '=') || tokens_.is(at - 1, '!') || tokens_.is(at - 1, '<') || tokens_.is(at - 1, '>'));
  if (follows_operator || (tokens_.touches(at) && tokens_.is(at + 1, '=')) || !chain_.active) {
    end_expression();
    return at + 1;
  }
  start_assign(at);
  return at + 1;
}

std::uint32_t CodeWalk::open(std::uint32_t at, char c) {
  const std::uint32_t partner = tokens_.partner[at];
  if (c == '(' && partner > at) {
    if (tokens_.is(partner + 1, "=>")) return arrow(at, partner);
    if (tokens_.is(partner + 1, '{') && at > 0 && tokens_.is_name(at - 1)) {
      const std::string_view word = tokens_.of(at - 1);
      const bool is_head = word == "if" || word == "for" || word == "while" || word == "switch" || word == "with" ||
                           word == "catch" || word == "function";
      if (!is_head && (top().kind == Kind::object || top().kind == Kind::block)) return method(at);
    }
  }
  opened_[at] = true;
  if (c == '{') {
    const bool is_object = at > 0 && !tokens_.is(at - 1, ')') && !tokens_.is(at - 1, ';') && !tokens_.is(at - 1, '{') &&
                           !tokens_.is(at - 1, '}') && !tokens_.is_name(at - 1) && !tokens_.is(at - 1, "=>");
    const bool follows_return =
        at > 0 && tokens_.is_name(at - 1) &&
        (tokens_.is(at - 1, "return") || tokens_.is(at - 1, "default") || tokens_.is(at - 1, "await"));
    if (is_object || follows_return) {
      end_chain();
      push(Kind::object, at);
    } else {
      end_statement();
      push(Kind::block, at);
    }
    return at + 1;
  }
  const bool is_postfix = chain_.active;
  Chain before = std::move(chain_);
  chain_ = {};
  if (!is_postfix) {
    push(c == '(' ? Kind::group : Kind::array, at);
    if (c == '(' && at > 0 && tokens_.is(at - 1, "for")) return loop(at + 1);
    return at + 1;
  }
  push(c == '(' ? Kind::call : Kind::index, at);
  if (before.has_text) before.bits |= text_bits(before);
  if (c == '(') top().call = kind_of_call(without_apply(before.path));
  if (c == '(' && top().call == CallKind::say) ++says_;
  if (c == '(' && top().call == CallKind::network) has_network_ = true;
  top().before = std::move(before);
  return at + 1;
}

// "for (k in a)", where k was declared before or nowhere.
std::uint32_t CodeWalk::loop(std::uint32_t at) {
  if (!tokens_.is_name(at) || !(tokens_.is(at + 1, "in") || tokens_.is(at + 1, "of"))) return at;
  std::uint32_t binding = names_.find(name_of(at));
  if (binding == kNoBinding) binding = names_.declare(name_of(at), at);
  push(Kind::assign, at + 1);
  top().target = binding;
  top().is_member = true;
  return at + 2;
}

void CodeWalk::close(std::uint32_t at) {
  const std::uint32_t partner = tokens_.partner[at];
  if (partner >= at || !opened_[partner]) {
    end_expression();
    return;
  }
  while (frames_.size() > 1 && top().token != partner) pop();
  if (frames_.size() > 1) pop();
}

}  // namespace cordon::inspect
