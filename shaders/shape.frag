in vec2 pixel;
flat in vec4 boxOf;
flat in vec4 styleOf;
flat in vec4 fillOf;
flat in vec4 strokeOf;
flat in vec4 hatchOf;
out vec4 result;

const float kDiagonal = 0.70710678;

// Distance to the edge of the rounded rectangle, negative inside.
float edgeDistance(vec2 p) {
    vec2 q = abs(p - boxOf.xy) - boxOf.zw + styleOf.x;
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - styleOf.x;
}

// Coverage of lines 1 px wide that begin at the multiples of the spacing.
float line(float x, float spacing) { return clamp(1.0 - abs(mod(x - 0.5 + spacing / 2.0, spacing) - spacing / 2.0), 0.0, 1.0); }

float hatchCoverage(vec2 p, int kind, float spacing) {
    float u = (p.x + p.y) * kDiagonal, v = (p.y - p.x) * kDiagonal;
    if (kind == 1) return line(u, spacing);
    if (kind == 2) return line(v, spacing);
    if (kind == 3) return max(line(u, spacing), line(v, spacing));
    if (kind == 5) return line(p.y, spacing);
    if (kind == 6) return line(p.x, spacing);
    return clamp(max(1.0, spacing / 6.0) + 0.5 - length(mod(p, spacing) - spacing / 2.0), 0.0, 1.0);
}

// Integral of the normal density, Abramowitz & Stegun 7.1.27 (error below 5e-4).
float normalIntegral(float x) {
    float z = abs(x) * 0.70710678;
    float t = 1.0 + z * (0.278393 + z * (0.230389 + z * (0.000972 + z * 0.078108)));
    float tail = 0.5 / (t * t * t * t);
    return x < 0.0 ? tail : 1.0 - tail;
}

// A rectangle convolved with a Gaussian is a product of two integrals. styleOf.y: how far down the shadow falls.
float shadowCoverage(vec2 p, float sigma) {
    vec2 middle = boxOf.xy + vec2(0.0, styleOf.y);
    vec2 low = (p - middle + boxOf.zw) / sigma, high = (p - middle - boxOf.zw) / sigma;
    return (normalIntegral(low.x) - normalIntegral(high.x)) * (normalIntegral(low.y) - normalIntegral(high.y));
}

void main() {
    int kind = int(styleOf.z);
    float d = edgeDistance(pixel);
    if (kind < 0) {
        result = fillOf * shadowCoverage(pixel, styleOf.w) * clamp(d + 0.5, 0.0, 1.0);
        return;
    }
    float inside = clamp(0.5 - d, 0.0, 1.0);
    vec4 c = fillOf * inside;
    if (kind > 0) {
        vec4 h = hatchOf * inside * hatchCoverage(pixel, kind, styleOf.w);
        c = h + c * (1.0 - h.a);
    }
    vec4 s = strokeOf * min(clamp(styleOf.y + 0.5 - abs(d), 0.0, 1.0), 2.0 * styleOf.y);
    result = s + c * (1.0 - s.a);
}
