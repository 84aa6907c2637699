in vec2 pixel;
flat in vec4 endsOf;
flat in vec4 normalsOf;
flat in vec4 styleOf;
flat in vec4 jointsOf;
flat in vec4 paint;
out vec4 result;

void main() {
    vec2 a = endsOf.xy, b = endsOf.zw;
    float size = length(b - a);
    vec2 direction = (b - a) / size;
    bool jointA = jointsOf.x > 0.5, jointB = jointsOf.y > 0.5, round = jointsOf.z > 0.5;

    // What lies beyond a joint's bisector belongs to the neighbour; on the line itself, to the later segment.
    float beyondA = dot(pixel - a, normalsOf.xy), beforeB = dot(b - pixel, normalsOf.zw);
    if ((jointA && beyondA < 0.0) || (jointB && beforeB <= 0.0)) discard;

    float t = dot(pixel - a, direction);
    float across = abs(dot(pixel - a, vec2(-direction.y, direction.x)));
    float past = max(jointA ? -t : 0.0, jointB ? t - size : 0.0);
    float halfWidth = styleOf.x, period = styleOf.z + styleOf.w;
    float d = past > 0.0 ? length(vec2(past, across)) : across;
    float coverage;
    if (round) {
        float s = styleOf.y + t;
        coverage = clamp(halfWidth + 0.5 - length(vec2(s - period * floor(s / period + 0.5), across)), 0.0, 1.0);
    } else {
        coverage = min(clamp(halfWidth + 0.5 - d, 0.0, 1.0), 2.0 * halfWidth);
        if (!jointA) coverage *= clamp(beyondA + 0.5, 0.0, 1.0);
        if (!jointB) coverage *= clamp(beforeB + 0.5, 0.0, 1.0);
        if (period > 0.0) {
            float s = mod(styleOf.y + clamp(t, 0.0, size), period);
            float outside = s < styleOf.z ? -min(s, styleOf.z - s) : min(s - styleOf.z, period - s);
            coverage *= clamp(0.5 - outside, 0.0, 1.0);
        }
    }
    result = paint * coverage;
}
