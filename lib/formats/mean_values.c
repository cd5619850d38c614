/*
 * The values of a mean file: see mean_values.h.
 *
 * Values come in the order of the file, singly or as a run of equal ones (a TensorProto's last value may stand for millions
 * of elements). All that is counted is counted at once for a whole run, so that a file costs what it has bytes.
 */
#include "formats/mean_values.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "formats/dtype.h"

const struct nnreg_element_row nnreg_element_rows[NNREG_ELEMENT_COUNT] = {
#define NNREG_ROW(NAME, bytes, npy, dtype) [NNREG_ELEMENT_##NAME] = {bytes, npy, NNREG_DT_##dtype},
    NNREG_ELEMENTS(NNREG_ROW)
#undef NNREG_ROW
};

/* The number that `width` bytes are. */
static uint64_t bits_of(const unsigned char *bytes, size_t width, bool big_endian)
{
    uint64_t bits = 0;
    size_t i;

    for (i = 0; i < width; i++)
        bits = bits << 8 | bytes[big_endian ? i : width - 1 - i];
    return bits;
}

static double float_of(uint32_t bits)
{
    float value;

    memcpy(&value, &bits, sizeof value);
    return (double)value;
}

static double double_of(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
static double half_of(uint32_t bits)
{
    int exponent = (int)(bits >> 10 & 31);
    double fraction = (double)(bits & 1023);
    double value;

    if (exponent == 31)
        value = fraction > 0 ? (double)NAN : (double)INFINITY;
    else if (exponent == 0)
        value = ldexp(fraction, -24);
    else
        value = ldexp(fraction + 1024, exponent - 25);
    return bits & 0x8000 ? -value : value;
}

/* Sign-extends the lowest `width` bytes. */
static double integer_of(uint64_t bits, size_t width)
{
    unsigned unused = (unsigned)(64 - 8 * width);

    return (double)((int64_t)(bits << unused) >> unused);
}

/* A complex element stands for its real part, unless the imaginary one is no number: then for that, so that it is told. */
static double complex_of(double real, double imaginary)
{
    return isfinite(real) && !isfinite(imaginary) ? imaginary : real;
}

double nnreg_element_value(enum nnreg_element element, const unsigned char *bytes, bool big_endian)
{
    size_t width = nnreg_element_rows[element].bytes;
    uint64_t bits = bits_of(bytes, width < 8 ? width : 8, big_endian);

    switch (element) {
    case NNREG_ELEMENT_INT8:
    case NNREG_ELEMENT_INT16:
    case NNREG_ELEMENT_INT32:
    case NNREG_ELEMENT_INT64:
        return integer_of(bits, width);
    case NNREG_ELEMENT_HALF:
        return half_of((uint32_t)bits);
    case NNREG_ELEMENT_BFLOAT16:
        return float_of((uint32_t)bits << 16);
    case NNREG_ELEMENT_FLOAT:
        return float_of((uint32_t)bits);
    case NNREG_ELEMENT_DOUBLE:
        return double_of(bits);
    case NNREG_ELEMENT_COMPLEX64:
        return complex_of(float_of((uint32_t)bits_of(bytes, 4, big_endian)),
                          float_of((uint32_t)bits_of(bytes + 4, 4, big_endian)));
    case NNREG_ELEMENT_COMPLEX128:
        return complex_of(double_of(bits), double_of(bits_of(bytes + 8, 8, big_endian)));
    case NNREG_ELEMENT_BOOL:
        return bits != 0;
    default: /* without a sign */
        return (double)bits;
    }
}

static bool are_channels(int64_t dim)
{
    return dim == 1 || dim == 3 || dim == 4;
}

/*
 * Which dimension is that of the channels: an image is CHW or HWC, with 1, 3 or 4 channels, or NCHW or NHWC of one
 * image; a list is one mean for each channel.
 */
static int32_t find_axis(const int64_t *dims, uint32_t rank)
{
    if (rank == 1)
        return dims[0] > 0 && dims[0] <= NNREG_MEAN_CHANNELS ? 0 : -1;
    if (rank == 4 && dims[0] != 1)
        return -1;
    if (rank != 3 && rank != 4)
        return -1;
    if (are_channels(dims[rank - 3]))
        return (int32_t)rank - 3;
    return are_channels(dims[rank - 1]) ? (int32_t)rank - 1 : -1;
}

/*
 * `channel_inner` is how many elements in file order lie in one channel before the next channel comes: the product of the
 * dimensions that move faster than the channels', which are those behind it in C order and those before it in Fortran's.
 */
static void find_channels(struct nnreg_mean_values *values, const int64_t *dims, uint32_t rank, bool fortran)
{
    uint32_t i;

    values->channel_axis = find_axis(dims, rank);
    if (values->channel_axis < 0)
        return;
    values->channels = (uint32_t)dims[values->channel_axis];
    values->channel_inner = 1;
    for (i = 0; i < rank; i++)
        if (fortran ? i < (uint32_t)values->channel_axis : i > (uint32_t)values->channel_axis)
            values->channel_inner *= (uint64_t)dims[i];
}

nnreg_status nnreg_mean_values_begin(struct nnreg_mean_values *values, const int64_t *dims, uint32_t rank,
                                     bool fortran, nnreg_mean_visit *visit, void *context,
                                     struct nnreg_error *error)
{
    uint64_t stride = 1;
    uint32_t i;

    *values =
        (struct nnreg_mean_values){.visit = visit, .context = context, .rank = rank, .channel_axis = -1};
    for (i = rank; i > 0; i--) {
        values->dims[i - 1] = (uint64_t)dims[i - 1];
        values->strides[i - 1] = stride;
        stride *= (uint64_t)dims[i - 1];
    }
    values->count = stride;
    values->odometer = fortran && rank > 1;
    if (values->count == 0)
        return NNREG_OK;
    find_channels(values, dims, rank, fortran);
    if (values->count > NNREG_MEAN_KEPT)
        return NNREG_OK;
    values->kept = nnreg_alloc_zero((size_t)values->count, sizeof *values->kept);
    return values->kept != NULL ? NNREG_OK : nnreg_fail_memory(error);
}

/*
 * Elements of channel `channel` among the first `n` in file order: channels take turns of `channel_inner` elements, so each
 * whole round has one turn of it, and the rest of the last round as much of its turn as was reached.
 */
static uint64_t among(const struct nnreg_mean_values *values, uint64_t n, uint32_t channel)
{
    uint64_t round = values->channel_inner * values->channels;
    uint64_t rest = n % round, before = values->channel_inner * channel;
    uint64_t last = rest < before ? 0 : rest - before;

    return n / round * values->channel_inner + (last < values->channel_inner ? last : values->channel_inner);
}

static void add_to_channels(struct nnreg_mean_values *values, double value, uint64_t run)
{
    uint32_t channel;

    if (values->channels == 0)
        return;
    if (run == 1) {
        channel = (uint32_t)(values->seen / values->channel_inner % values->channels);
        values->channel_mean[channel] += value;
        values->channel_count[channel]++;
        return;
    }
    for (channel = 0; channel < values->channels; channel++) {
        uint64_t part = among(values, values->seen + run, channel) - among(values, values->seen, channel);

        values->channel_mean[channel] += value * (double)part;
        values->channel_count[channel] += part;
    }
}

/*
 * The next element's index in C order, and on by `run`. In C order that is counting. In a Fortran file the first dimension
 * moves fastest: `at` counts like an odometer whose first wheel turns with each element, and `index` follows by the strides.
 * Runs longer than one come from protobuf messages only, which are in C order.
 */
static uint64_t next_index(struct nnreg_mean_values *values, uint64_t run)
{
    uint64_t index = values->index;
    uint32_t i;

    if (!values->odometer) {
        values->index += run;
        return index;
    }
    for (i = 0; i < values->rank; i++) {
        values->index += values->strides[i];
        if (++values->at[i] < values->dims[i])
            break;
        values->index -= values->strides[i] * values->dims[i];
        values->at[i] = 0;
    }
    return index;
}

void nnreg_mean_values_put(struct nnreg_mean_values *values, double value, uint64_t run, uint64_t offset)
{
    uint64_t index, i;

    if (run > values->count - values->seen)
        run = values->count - values->seen;
    if (run == 0)
        return;
    index = next_index(values, run);
    if (isfinite(value)) {
        values->least = values->finite == 0 || value < values->least ? value : values->least;
        values->most = values->finite == 0 || value > values->most ? value : values->most;
        values->mean += value * (double)run;
        values->finite += run;
        add_to_channels(values, value, run);
    } else {
        if (values->not_finite == 0) {
            values->bad_index = index;
            values->bad_offset = offset;
        }
        values->not_finite += run;
    }
    for (i = 0; values->kept != NULL && i < run; i++)
        values->kept[index + i] = value;
    if (values->visit != NULL)
        values->visit(values->context, index, run, value);
    values->seen += run;
}

void nnreg_mean_values_end(struct nnreg_mean_values *values)
{
    uint32_t channel;

    if (values->finite > 0)
        values->mean /= (double)values->finite;
    for (channel = 0; channel < values->channels; channel++)
        if (values->channel_count[channel] > 0)
            values->channel_mean[channel] /= (double)values->channel_count[channel];
}

void nnreg_mean_values_free(struct nnreg_mean_values *values)
{
    nnreg_free(values->kept);
    values->kept = NULL;
}
