#include "archive/node_tar.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "archive/node_header.h"
#include "archive/node_paths.h"
#include "archive/node_pax.h"
#include "archive/script_text.h"

namespace cordon::archive {
namespace {

using enum OddityKind;

constexpr double kMostDescription = 1024 * 1024;  // bytes of a pax header or long name that node-tar takes

// What npm may lose of a path beyond ASCII: a character of it, or the record that says it.
enum class Loss : std::uint8_t { none, character, record };

bool is_link(char type) { return type == '1' || type == '2'; }

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

class Reader {
 public:
  Reader(std::string_view archive, const NodeTarLimits& limits, Oddities& oddities)
      : archive_(archive), limits_(limits), oddities_(oddities) {}

  NodeTar run() {
    std::uint32_t headers = 0;
    while (!is_over_ && !out_.cut && archive_.size() - at_ >= kTarBlock) {
      if (++headers > limits_.headers) cut("more headers than the limit");
      if (!out_.cut) step();
    }
    if (!out_.cut) finish();
    return std::move(out_);
  }

 private:
  void cut(const char* message) { out_.cut = Error{ErrorCode::too_many, message, 0, 0, {}}; }
  void refuse(ErrorCode code, const char* message) {
    out_.refused = Error{code, message, 0, 0, {}};
    is_over_ = true;
  }
  void odd(OddityKind kind, std::string_view path, std::string_view detail) {
    oddities_.add(kind, path, detail, header_at_);
  }

  // One block taken for a header, and what belongs to it.
  void step() {
    header_at_ = at_;
    const std::string_view block = archive_.substr(at_, kTarBlock);
    at_ += kTarBlock;
    const NodeHeader header = decode_node_header(block, extra_, global_);
    if (header.is_undecodable) {
      odd(bad_number, {}, "a binary number out of range");
      return odd(invalid_header, {}, "a header with such a number, which npm passes over");
    }
    if (header.is_zero_block) return zero_block(block);
    if (std::exchange(saw_zero_block_, false))
      odd(OddityKind::zero_block, header.path, "a lone block of zeros before it");
    if (!header.checksum_holds)
      return odd(bad_checksum, header.path, "npm passes over it and looks for headers in what follows");
    if (!header.has_path) return odd(invalid_header, {}, "a header without a path, which npm passes over");
    if (is_link(header.type) && header.link.empty())
      return odd(invalid_header, header.path, "a link whose own header has no end, which npm passes over");
    if (!is_link(header.type) && header.type != 'x' && header.type != 'g' && !header.link.empty())
      return odd(link_name_on_file, header.path, "npm passes over it and looks for headers in its content");
    if (!header.is_plain) odd(bad_number, header.path, "a number that programs read differently");
    if (!header.is_settled) odd(name_conflict, header.path, "a prefix, or text behind a zero, that only some read");
    open_blocks_ = 0;
    if (NodeHeader::describes(header.type)) describe(header);
    else add(header, block);
  }

  void zero_block(std::string_view block) {
    if (block.find_first_not_of('\0') != std::string_view::npos)
      odd(bad_checksum, {}, "zeros but for a checksum that is no number, which npm takes for the end");
    if (saw_zero_block_) {
      saw_end_ = is_over_ = has_begun_ = true;
      return;
    }
    saw_zero_block_ = true;
  }

  // The content of what the header announces; nothing when the archive ends inside, with which npm fails.
  std::optional<std::string_view> take_body(double size) {
    const double blocks = std::ceil(size / kTarBlock) * kTarBlock;
    if (blocks > static_cast<double>(archive_.size() - at_)) {
      refuse(ErrorCode::truncated, "the archive ends inside an entry");
      return std::nullopt;
    }
    const std::string_view content = archive_.substr(at_, static_cast<std::size_t>(size));
    at_ += static_cast<std::size_t>(blocks);
    saw_valid_ = true;
    return content;
  }

  // A header that tells of the entry behind it. node-tar asks how large it is of the numbers that were said for that
  // entry, and how far it reaches of its own.
  void describe(const NodeHeader& header) {
    const double stated = global_.size ? *global_.size : extra_.size ? *extra_.size : header.size;
    is_described_ = is_described_ || header.type != 'g';
    if (stated != header.size) odd(size_conflict, header.path, "a describing header behind one that gives a size");
    if (header.type == 'X' || header.type == 'N') odd(unusual_type, header.path, "a header of an old program");
    if (header.size == 0 || stated > kMostDescription)
      odd(stray_description, header.path, "a describing header that is empty, or larger than npm takes");
    if (stated > kMostDescription) odd(name_conflict, header.path, "a name in a header larger than npm takes");
    if (stated == 0) {
      // Its body is then read as headers.
      open_blocks_ = std::ceil(header.size / kTarBlock) * kTarBlock;
      if (header.size == 0) saw_valid_ = true;
      return;
    }
    const auto content = take_body(header.size);
    has_begun_ = true;
    if (!content || stated > kMostDescription) return;
    if (header.type == 'x' || header.type == 'X' || header.type == 'g') {
      read_pax(header, *content);
      return;
    }
    std::optional<std::string>& place = header.type == 'K' ? extra_.link : extra_.path;
    const std::size_t zero = content->find('\0');
    if (place || (zero != std::string_view::npos && content->find_first_not_of('\0', zero) != std::string_view::npos))
      odd(name_conflict, header.path, "a name that was said twice, or goes on behind a zero");
    place = without_zero_tail(decode_lossy(*content));
    if (header.type != 'K') loss_ = is_ascii(*place) ? Loss::none : Loss::character;
    if (header.type == 'K') climbs_ = climbs_of(*place);
  }

  void read_pax(const NodeHeader& header, std::string_view content) {
    const NodePax pax = read_node_pax(content);
    if (!pax.agrees) odd(pax_conflict, header.path, "records that npm reads otherwise than the standard has them");
    if (pax.is_sparse) odd(sparse, header.path, "a file with holes, by pax header");
    if (header.type == 'g') {
      if (!pax.is_comment) odd(global_header, header.path, "a pax header for all that follows");
      global_.add(pax.said);
      if (pax.said.link) global_climbs_ = climbs_of(*pax.said.link);
      return;
    }
    // npm adds what is said now, others begin anew with it.
    if (extra_.path || extra_.link || extra_.size)
      odd(name_conflict, header.path, "what was said before of the same entry");
    extra_.add(pax.said);
    if (pax.said.path) loss_ = is_ascii(*pax.said.path) ? Loss::none : Loss::record;
    if (pax.said.link) climbs_ = climbs_of(*pax.said.link);
  }

  void add(const NodeHeader& header, std::string_view block) {
    const NodeExtra extra = std::exchange(extra_, {});
    const std::size_t climbs = std::exchange(climbs_, 0);
    is_described_ = false;
    const Loss loss = std::exchange(loss_, Loss::none);
    const std::string& path = extra.path ? *extra.path : header.path;
    const std::string& link = extra.link ? *extra.link : header.link;
    const bool is_object = NodeHeader::is_object(header.type);
    tell_differences(header, block, extra, path);
    tell_loss(header, path, loss);
    has_begun_ = true;
    const auto content = take_body(header.size);
    if (!content || !is_object) return;
    if (out_.entries.size() == limits_.entries) return cut("more entries than the limit");
    out_.entries.push_back(
        {header.type, path, header.mode, link, global_.link ? global_climbs_ : climbs, *content, header_at_});
  }

  // npm decodes what describing headers say piece by piece, and where a piece ends is not the archive's alone: a
  // character that lies in two of them becomes U+FFFD, by which a long name is another, and a record, whose length is
  // not the stated one any more, goes.
  void tell_loss(const NodeHeader& header, const std::string& path, Loss loss) {
    if (header.type == '5' || header.type == 'D') return;
    if (loss == Loss::record && header.path != path)
      oddities_.add(lost_name, path, "npm may take the name of its own header", header_at_, header.path);
    if (loss == Loss::character)
      oddities_.add(lost_name, path, "npm may read another character in it", header_at_, path);
  }

  void tell_differences(const NodeHeader& header, std::string_view block, const NodeExtra& extra,
                        const std::string& path) {
    const auto own = own_size(block);
    const char flag = block[156];
    if (header.type == 'S') odd(sparse, path, "a file with holes, which npm leaves out");
    if (!NodeHeader::is_object(header.type) && header.type != 'S')
      odd(unknown_type, path, "of a type that npm passes over");
    if (header.type == '7' || header.type == 'D') odd(unusual_type, path, "a contiguous file or a dumped folder");
    const auto& said = extra.size ? extra.size : global_.size;
    if (said && (!own || static_cast<double>(*own) != *said))
      odd(size_conflict, path, "its pax header says another size than its own");
    if (!own) odd(bad_number, path, "a size that is no number");
    if (!own && !said) odd(size_conflict, path, "a size that programs read differently");
    if (header.is_object(header.type) && header.type != '0' && header.type != '7' && own.value_or(1) != 0)
      odd(size_of_nothing, path, "a folder, link or device with a size");
    if ((extra.link || global_.link) && !is_link(header.type))
      odd(link_name_on_file, path, "a describing header gives it the end of a link");
    const bool may_be_folder = flag == '0' || flag == '\0';
    if (extra.path && may_be_folder && extra.path->ends_with('/') != header.path.ends_with('/'))
      odd(name_conflict, path, "a folder by one of its two names");
  }

  void finish() {
    if (!out_.refused && open_blocks_ > 0) refuse(ErrorCode::truncated, "the archive ends inside a header");
    if (!out_.refused && (!has_begun_ || !saw_valid_)) refuse(ErrorCode::syntax, "no valid entry in the archive");
    header_at_ = at_;
    if (is_described_) odd(stray_description, {}, "a describing header without an entry");
    if (out_.refused) return;
    if (!saw_end_) odd(no_end, {}, "the archive ends without two blocks of zeros");
    const std::string_view rest = archive_.substr(at_);
    if (const std::size_t some = rest.find_first_not_of('\0'); some != std::string_view::npos) {
      header_at_ = at_ + some;
      odd(data_after_end, {}, std::to_string(rest.size() - some) + " bytes after the end");
      tell_entries_after_end();
    }
  }

  void tell_entries_after_end() {
    for (; archive_.size() - at_ >= kTarBlock; at_ += kTarBlock) {
      const std::string_view block = archive_.substr(at_, kTarBlock);
      if (block.find_first_not_of('\0') == std::string_view::npos) continue;
      const NodeHeader header = decode_node_header(block, {}, {});
      header_at_ = at_;
      if (!header.is_undecodable && header.checksum_holds && header.has_path)
        return odd(entries_after_end, header.path, "behind two blocks of zeros");
    }
  }

  std::string_view archive_;
  NodeTarLimits limits_;
  Oddities& oddities_;
  std::size_t at_ = 0, header_at_ = 0;
  NodeExtra extra_, global_;
  std::size_t climbs_ = 0, global_climbs_ = 0;
  Loss loss_ = Loss::none;     // of the path in `extra_`
  double open_blocks_ = 0;     // of a describing header whose body is read as headers
  bool is_described_ = false;  // the entry that comes next
  bool has_begun_ = false, saw_valid_ = false, saw_zero_block_ = false, saw_end_ = false;
  bool is_over_ = false;
  NodeTar out_;
};

}  // namespace

NodeTar read_node_tar(std::string_view archive, const NodeTarLimits& limits, Oddities& oddities) {
  return Reader(archive, limits, oddities).run();
}

}  // namespace cordon::archive
