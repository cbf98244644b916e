#include "gate/peek_codec.h"

#include <optional>

#include "base/json.h"
#include "base/json_write.h"

namespace cordon::gate {
namespace {

using inspect::Flag;

void write_texts(json::Writer& out, std::string_view key, const auto& texts) {
  out.key(key).begin_array();
  for (const std::string& text : texts) out.string(text);
  out.end_array();
}

void write_flag(json::Writer& out, const Flag& flag) {
  out.begin_object();
  out.member("kind", static_cast<int>(flag.kind)).member("how", static_cast<int>(flag.how));
  out.member("host", static_cast<int>(flag.host)).member("detail", flag.detail);
  out.member("path", flag.place.path).member("line", flag.place.line).member("column", flag.place.column);
  out.member("excerpt", flag.place.excerpt).member("at_install", flag.at_install).member("by_gyp", flag.by_gyp);
  write_texts(out, "why", flag.why);
  out.end_object();
}

void write_peek(json::Writer& out, const inspect::Peek& peek) {
  out.key("commands").begin_array();
  for (const inspect::PeekCommand& one : peek.commands) {
    out.begin_object().member("source", static_cast<int>(one.source)).member("event", one.event);
    out.member("text", one.text).member("path", one.path).member("line", one.line).end_object();
  }
  out.end_array().key("files").begin_array();
  for (const inspect::InstallFile& one : peek.install_files) {
    out.begin_object().member("path", one.path).member("sha256", one.sha256).member("by_gyp", one.by_gyp);
    out.end_object();
  }
  out.end_array().key("flags").begin_array();
  for (const Flag& flag : peek.flags) write_flag(out, flag);
  out.end_array();
  write_texts(out, "programs", peek.install_programs);
  write_texts(out, "hosts", peek.install_hosts);
  write_texts(out, "named", peek.named);
  out.member("native_sources", peek.counts.native_sources).member("code_files", peek.counts.code_files);
  out.key("not_inspected").begin_array();
  for (const inspect::NotInspected& one : peek.not_inspected) {
    out.begin_object().member("path", one.path).member("reason", one.reason).member("detail", one.detail);
    out.member("at_install", one.at_install).end_object();
  }
  out.end_array();
}

// Reads members of one object; the first that is missing or of another kind is remembered.
class Reader {
 public:
  explicit Reader(const Value& value) : value_(value) {}

  std::string text(std::string_view key) {
    const auto found = value_[key].string();
    if (!found) is_good_ = false;
    return std::string(found.value_or(""));
  }
  bool truth(std::string_view key) {
    const auto found = value_[key].boolean();
    if (!found) is_good_ = false;
    return found.value_or(false);
  }
  std::uint32_t number(std::string_view key, std::int64_t most = 0xffffffff) {
    const auto found = value_[key].integer();
    if (!found || *found < 0 || *found > most) is_good_ = false;
    return is_good_ ? static_cast<std::uint32_t>(*found) : 0;
  }
  template <class Enum>
  Enum one_of(std::string_view key, Enum last) {
    return static_cast<Enum>(number(key, static_cast<std::int64_t>(last)));
  }
  template <class List>
  void texts(std::string_view key, List& out) {
    for (const Value& one : elements(key)) {
      const auto found = one.string();
      if (!found) is_good_ = false;
      out.insert(out.end(), std::string(found.value_or("")));
    }
  }
  std::vector<Value> elements(std::string_view key) {
    if (!value_[key].is_array()) is_good_ = false;
    std::vector<Value> out;
    for (const Value& one : value_[key].elements()) out.push_back(one);
    return out;
  }
  bool is_good() const { return is_good_; }
  void take(const Reader& other) { is_good_ = is_good_ && other.is_good_; }

 private:
  Value value_;
  bool is_good_ = true;
};

Flag read_flag(Reader& in) {
  Flag flag;
  flag.kind = in.one_of("kind", static_cast<inspect::FlagKind>(inspect::kFlagKinds - 1));
  flag.how = in.one_of("how", inspect::RunHow::evaluated);
  flag.host = in.one_of("host", inspect::HostClass::address);
  flag.detail = in.text("detail");
  flag.place = {in.text("path"), in.number("line"), in.number("column"), in.text("excerpt")};
  flag.at_install = in.truth("at_install");
  flag.by_gyp = in.truth("by_gyp");
  in.texts("why", flag.why);
  return flag;
}

void read_peek(Reader& in, inspect::Peek& peek) {
  for (const Value& value : in.elements("commands")) {
    Reader one(value);
    peek.commands.push_back({one.one_of("source", inspect::CommandSource::gyp), one.text("event"), one.text("text"),
                             one.text("path"), one.number("line")});
    in.take(one);
  }
  for (const Value& value : in.elements("files")) {
    Reader one(value);
    peek.install_files.push_back({one.text("path"), one.text("sha256"), one.truth("by_gyp")});
    in.take(one);
  }
  for (const Value& value : in.elements("flags")) {
    Reader one(value);
    peek.flags.push_back(read_flag(one));
    in.take(one);
  }
  in.texts("programs", peek.install_programs);
  in.texts("hosts", peek.install_hosts);
  in.texts("named", peek.named);
  peek.counts.native_sources = in.number("native_sources");
  peek.counts.code_files = in.number("code_files");
  for (const Value& value : in.elements("not_inspected")) {
    Reader one(value);
    peek.not_inspected.push_back({one.text("path"), one.text("reason"), one.text("detail"), one.truth("at_install")});
    in.take(one);
  }
}

}  // namespace

std::string write_facts(const ArchiveFacts& facts) {
  std::string text;
  json::Writer out(text, 0);
  out.begin_object().member("unopened", facts.unopened).member("manifest", facts.manifest);
  out.key("oddities").begin_array();
  for (const ArchiveOddity& one : facts.oddities) {
    out.begin_object().member("kind", static_cast<int>(one.kind)).member("weight", static_cast<int>(one.weight));
    out.member("path", one.path).member("detail", one.detail).end_object();
  }
  out.end_array();
  out.member("lockfile", facts.locked.file);
  write_texts(out, "locked_addresses", facts.locked.addresses);
  write_peek(out, facts.peek);
  out.end_object();
  return text;
}

Result<ArchiveFacts> read_facts(std::string text) {
  const Document document = TRY(json::parse(std::move(text)));
  Reader in(document.root());
  ArchiveFacts out;
  out.unopened = in.text("unopened");
  out.manifest = in.text("manifest");
  for (const Value& value : in.elements("oddities")) {
    Reader one(value);
    out.oddities.push_back({one.one_of("kind", archive::OddityKind::not_gzipped), one.one_of("weight", Weight::split),
                            one.text("path"), one.text("detail")});
    in.take(one);
  }
  out.locked.file = in.text("lockfile");
  in.texts("locked_addresses", out.locked.addresses);
  read_peek(in, out.peek);
  if (!in.is_good()) return fail(ErrorCode::wrong_type, "an answer of the worker that is none");
  // The manifest is read here, too: what it asks for decides what else is looked into.
  if (auto manifest = inspect::read_package_manifest(out.manifest)) out.peek.manifest = std::move(*manifest);
  return out;
}

}  // namespace cordon::gate
