// One segment of a polyline per instance. Neighbouring segments share a joint along its bisector, so that no pixel is
// painted twice.
uniform vec4 view;  // origin of the figure in pixels, 2 / width, 2 / height of the framebuffer
layout(location = 0) in vec4 ends;     // a, b
layout(location = 1) in vec4 normals;  // of the dividing lines at a and at b, pointing along the path
layout(location = 2) in vec4 style;    // half width, length of the path up to a, mark, gap
layout(location = 3) in vec4 joints;   // a is a joint, b is a joint, round marks (0 or 1); unused
layout(location = 4) in vec4 color;
out vec2 pixel;
flat out vec4 endsOf;
flat out vec4 normalsOf;
flat out vec4 styleOf;
flat out vec4 jointsOf;
flat out vec4 paint;

void main() {
    vec2 along = normalize(ends.zw - ends.xy) * (style.x + 1.0);
    vec2 across = vec2(-along.y, along.x);
    vec2 base = (gl_VertexID & 1) == 0 ? ends.xy - along : ends.zw + along;
    pixel = base + (gl_VertexID < 2 ? across : -across);
    endsOf = ends;
    normalsOf = normals;
    styleOf = style;
    jointsOf = joints;
    paint = vec4(color.rgb * color.a, color.a);
    vec2 p = (pixel + view.xy) * view.zw;
    gl_Position = vec4(p.x - 1.0, 1.0 - p.y, 0.0, 1.0);
}
