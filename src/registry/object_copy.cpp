#include "registry/object_copy.h"

namespace cordon::registry {

void ObjectCopy::flush() {
  out_ += pending_.of(text_);
  pending_ = {};
}

void ObjectCopy::notice(const Member& member) {
  if (!seen_) first_gap_ = {object_.begin + 1, member.key.begin};
  seen_ = true;
  behind_ = member.value.end;
}

// The gap before a member holds the comma, but for the first member: whichever is written first gets the first's gap.
void ObjectCopy::before(const Member& member) {
  const std::uint32_t gap = behind_;
  notice(member);
  if (!written_) {
    out_ += '{';
    out_ += first_gap_.of(text_);
    pending_ = {member.key.begin, member.key.begin};
  } else if (pending_.end != gap || pending_.empty()) {
    flush();
    pending_ = {gap, gap};
  }
  written_ = true;
}

void ObjectCopy::keep(const Member& member) {
  before(member);
  pending_.end = member.value.end;
}

void ObjectCopy::change(const Member& member) {
  before(member);
  pending_.end = member.value.begin;
  flush();
}

void ObjectCopy::drop(const Member& member) { notice(member); }

void ObjectCopy::add(std::string_view key) {
  flush();
  out_ += written_ ? ",\"" : "{\"";
  out_ += key;
  out_ += "\":";
  written_ = true;
}

void ObjectCopy::finish() {
  flush();
  if (!written_) out_ += '{';
  if (seen_ && written_) out_ += Span{behind_, object_.end - 1}.of(text_);
  out_ += '}';
}

}  // namespace cordon::registry
