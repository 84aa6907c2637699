// One picture per instance.
uniform vec4 view;  // origin of the figure in pixels, 2 / width, 2 / height of the framebuffer
layout(location = 0) in vec4 area;  // left, top, right, bottom
out vec2 place;

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    place = corner;
    vec2 p = (mix(area.xy, area.zw, corner) + view.xy) * view.zw;
    gl_Position = vec4(p.x - 1.0, 1.0 - p.y, 0.0, 1.0);
}
