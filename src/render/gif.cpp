#include "render/gif.h"

#include <gif_lib.h>

#include <algorithm>

#include "core/error.h"
#include "render/gif_palette.h"

namespace seglab::render {

namespace {

constexpr std::uint32_t kUnchanged = 1u << 24;
constexpr int kLargestSide = 65535;

std::vector<std::uint32_t> colorsOf(const figure::Pixels& frame) {
    std::vector<std::uint32_t> colors(std::size_t(frame.width) * std::size_t(frame.height));
    for (std::size_t i = 0; i < colors.size(); ++i)
        colors[i] =
            std::uint32_t(frame.rgba[4 * i]) << 16 | std::uint32_t(frame.rgba[4 * i + 1]) << 8 | frame.rgba[4 * i + 2];
    return colors;
}

/// Edges included.
struct Area {
    int left = 0, top = 0, right = 0, bottom = 0;
};

/// The smallest rectangle around what differs; one pixel where nothing does, since a frame has at least one.
Area changedArea(const std::vector<std::uint32_t>& before, const std::vector<std::uint32_t>& after, int width) {
    Area area{.left = width, .top = -1, .right = -1, .bottom = -1};
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (before[i] == after[i]) continue;
        const int x = int(i % std::size_t(width)), y = int(i / std::size_t(width));
        area.left = std::min(area.left, x);
        area.right = std::max(area.right, x);
        if (area.top < 0) area.top = y;
        area.bottom = y;
    }
    return area.top < 0 ? Area{} : area;
}

int appendBytes(GifFileType* file, const GifByteType* bytes, int count) {
    static_cast<std::string*>(file->UserData)->append(reinterpret_cast<const char*>(bytes), std::size_t(count));
    return count;
}

[[noreturn]] void fail(int code) {
    const char* reason = GifErrorString(code);
    throw Error(Kind::BadInput, std::string("the GIF cannot be written: ") + (reason ? reason : "unknown reason"));
}

}  // namespace

void GifEncoder::add(const figure::Pixels& frame, int delay) {
    if (frame.width < 1 || frame.height < 1 || frame.width > kLargestSide || frame.height > kLargestSide)
        throw Error(Kind::BadInput, "a GIF takes 1 to 65,535 pixels a side");
    if (!patches_.empty() && (frame.width != width_ || frame.height != height_))
        throw Error(Kind::BadInput, "the frames of a GIF have one size");
    std::vector<std::uint32_t> colors = colorsOf(frame);
    Patch patch{.left = 0, .top = 0, .width = frame.width, .height = frame.height, .delay = delay};
    if (patches_.empty()) {
        width_ = frame.width;
        height_ = frame.height;
        patch.colors = colors;
    } else {
        const Area area = changedArea(last_, colors, width_);
        patch = {.left = area.left,
                 .top = area.top,
                 .width = area.right - area.left + 1,
                 .height = area.bottom - area.top + 1,
                 .delay = delay};
        for (int y = area.top; y <= area.bottom; ++y)
            for (int x = area.left; x <= area.right; ++x) {
                const std::size_t i = std::size_t(y) * std::size_t(width_) + std::size_t(x);
                patch.colors.push_back(colors[i] == last_[i] ? colors[i] | kUnchanged : colors[i]);
            }
    }
    last_ = std::move(colors);
    patches_.push_back(std::move(patch));
}

/// One GIF being written into memory by giflib.
class GifFile {
public:
    explicit GifFile(const GifEncoder& source);
    ~GifFile() {
        if (file_) EGifCloseFile(file_, nullptr);
        GifFreeMapObject(map_);
    }
    GifFile(const GifFile&) = delete;
    GifFile& operator=(const GifFile&) = delete;

    void writeHeader();
    void writePatch(const GifEncoder::Patch& patch);
    std::string close();

private:
    void check(int result) const {
        if (result == GIF_ERROR) fail(file_->Error);
    }

    const GifEncoder& source_;
    std::string bytes_;
    std::vector<std::uint32_t> palette_;
    NearestColor nearest_;
    int unchanged_ = NO_TRANSPARENT_COLOR;  ///< palette index of "as before"
    ColorMapObject* map_ = nullptr;
    GifFileType* file_ = nullptr;
};

namespace {

template <class Patches>
std::vector<std::uint32_t> paletteFor(const Patches& patches) {
    ColorCounts counts;
    for (const auto& patch : patches)
        for (std::uint32_t color : patch.colors)
            if (!(color & kUnchanged)) ++counts[color];
    // One place is kept for "as before" unless the colours fill the palette exactly.
    return choosePalette(counts, counts.size() == 256 ? 256 : 255);
}

}  // namespace

GifFile::GifFile(const GifEncoder& source)
    : source_(source), palette_(paletteFor(source.patches_)), nearest_(palette_) {
    if (palette_.size() < 256) unchanged_ = int(palette_.size());
    map_ = GifMakeMapObject(256, nullptr);
    for (std::size_t i = 0; i < palette_.size(); ++i)
        map_->Colors[i] = {GifByteType(palette_[i] >> 16), GifByteType(palette_[i] >> 8 & 255),
                           GifByteType(palette_[i] & 255)};
    int error = 0;
    file_ = EGifOpen(&bytes_, appendBytes, &error);
    if (!file_) fail(error);
    EGifSetGifVersion(file_, true);
}

void GifFile::writeHeader() {
    check(EGifPutScreenDesc(file_, source_.width_, source_.height_, 8, 0, map_));
    const GifByteType forever[3] = {1, 0, 0};
    check(EGifPutExtensionLeader(file_, APPLICATION_EXT_FUNC_CODE));
    check(EGifPutExtensionBlock(file_, 11, "NETSCAPE2.0"));
    check(EGifPutExtensionBlock(file_, 3, forever));
    check(EGifPutExtensionTrailer(file_));
}

void GifFile::writePatch(const GifEncoder::Patch& patch) {
    const GraphicsControlBlock control{.DisposalMode = DISPOSE_DO_NOT,
                                       .UserInputFlag = false,
                                       .DelayTime = std::clamp(patch.delay, 0, 65535),
                                       .TransparentColor = unchanged_};
    GifByteType block[4];
    const std::size_t size = EGifGCBToExtension(&control, block);
    check(EGifPutExtension(file_, GRAPHICS_EXT_FUNC_CODE, int(size), block));
    check(EGifPutImageDesc(file_, patch.left, patch.top, patch.width, patch.height, false, nullptr));
    std::vector<GifPixelType> row(std::size_t(patch.width));
    for (int y = 0; y < patch.height; ++y) {
        for (std::size_t x = 0; x < row.size(); ++x) {
            const std::uint32_t color = patch.colors[std::size_t(y) * row.size() + x];
            const bool skip = color & kUnchanged && unchanged_ != NO_TRANSPARENT_COLOR;
            row[x] = GifPixelType(skip ? unchanged_ : nearest_(color & ~kUnchanged));
        }
        check(EGifPutLine(file_, row.data(), patch.width));
    }
}

std::string GifFile::close() {
    int error = 0;
    const int result = EGifCloseFile(file_, &error);
    file_ = nullptr;
    if (result == GIF_ERROR) fail(error);
    return std::move(bytes_);
}

std::string GifEncoder::finish() const {
    if (patches_.empty()) throw Error(Kind::BadInput, "a GIF has at least one frame");
    GifFile file(*this);
    file.writeHeader();
    for (const Patch& patch : patches_) file.writePatch(patch);
    return file.close();
}

std::string encodeGif(const std::vector<figure::Pixels>& frames, const std::vector<int>& delays) {
    if (frames.size() != delays.size()) throw Error(Kind::BadInput, "a GIF needs one delay per frame");
    GifEncoder encoder;
    for (std::size_t i = 0; i < frames.size(); ++i) encoder.add(frames[i], delays[i]);
    return encoder.finish();
}

}  // namespace seglab::render
