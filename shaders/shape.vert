// One rounded rectangle per instance, drawn by its signed distance.
uniform vec4 view;  // origin of the figure in pixels, 2 / width, 2 / height of the framebuffer
layout(location = 0) in vec4 area;   // left, top, right, bottom of what may be touched
layout(location = 1) in vec4 box;    // centre, half size
layout(location = 2) in vec4 style;  // corner radius, half stroke width, hatch, spacing; of a shadow: radius, fall, -1, sigma
layout(location = 3) in vec4 fill;
layout(location = 4) in vec4 stroke;
layout(location = 5) in vec4 hatch;
out vec2 pixel;
flat out vec4 boxOf;
flat out vec4 styleOf;
flat out vec4 fillOf;
flat out vec4 strokeOf;
flat out vec4 hatchOf;

vec4 premultiplied(vec4 c) { return vec4(c.rgb * c.a, c.a); }

void main() {
    pixel = vec2((gl_VertexID & 1) == 0 ? area.x : area.z, gl_VertexID < 2 ? area.y : area.w);
    boxOf = box;
    styleOf = style;
    fillOf = premultiplied(fill);
    strokeOf = premultiplied(stroke);
    hatchOf = premultiplied(hatch);
    vec2 p = (pixel + view.xy) * view.zw;
    gl_Position = vec4(p.x - 1.0, 1.0 - p.y, 0.0, 1.0);
}
