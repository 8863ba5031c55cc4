import{d as n,e as s}from"./chunk-3PF4HZ24.js";import"./chunk-IYWUY3VA.js";var o={},e={};async function i(r,{parser:t}){if(/^\s*(#|\/[/*])/m.test(r))return r;if(t==="graphql")return`${s(n(r))}
`;try{return JSON.stringify(JSON.parse(r),null,2)}catch{return r}}export{i as format,e as parsers,o as printers};
