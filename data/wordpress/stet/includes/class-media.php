<?php
/**
 * Pictures: uploads by contributors, credit, and finding a picture by its bytes.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * Whoever may write articles may send pictures for them, through REST and nothing but pictures.
 */
final class Media {
	const TYPES = array(
		'image/jpeg' => 'jpg|jpeg',
		'image/png'  => 'png',
		'image/gif'  => 'gif',
		'image/webp' => 'webp',
	);

	/**
	 * Whether the present request is an upload through REST.
	 *
	 * @var bool
	 */
	private static $uploading = false;

	/**
	 * Whether the right to upload was lent for it.
	 *
	 * @var bool
	 */
	private static $lent = false;

	/**
	 * Hash of the uploaded bytes.
	 *
	 * @var string
	 */
	private static $sha256 = '';

	/**
	 * Attachments made in this unit.
	 *
	 * @var array
	 */
	private static $made = array();

	/**
	 * Hooks.
	 */
	public static function start() {
		add_filter( 'rest_request_before_callbacks', array( self::class, 'begin' ), 50, 3 );
		add_filter( 'rest_request_after_callbacks', array( self::class, 'end' ), 2000 );
		add_filter( 'user_has_cap', array( self::class, 'lend' ) );
		add_filter( 'upload_mimes', array( self::class, 'only_pictures' ), 1000 );
		add_action( 'rest_insert_attachment', array( self::class, 'made' ), 10, 3 );
		add_action( 'rest_api_init', array( self::class, 'routes' ) );
		add_filter( 'attachment_fields_to_edit', array( self::class, 'credit_field' ), 10, 2 );
		add_filter( 'attachment_fields_to_save', array( self::class, 'save_credit' ), 10, 2 );
	}

	/**
	 * Filter rest_request_before_callbacks: an upload begins.
	 *
	 * @param mixed            $response What was decided so far.
	 * @param array            $handler  Not used.
	 * @param \WP_REST_Request $request  The request.
	 * @return mixed
	 */
	public static function begin( $response, $handler, $request ) {
		if ( 'POST' === $request->get_method() && '/wp/v2/media' === $request->get_route() ) {
			self::$lent      = ! current_user_can( 'upload_files' );
			self::$uploading = true;
			self::$made      = array();
			self::$sha256    = '';
		}
		return $response;
	}

	/**
	 * Filter rest_request_after_callbacks: it is over.
	 *
	 * @param mixed $response The answer.
	 * @return mixed
	 */
	public static function end( $response ) {
		self::$uploading = false;
		self::$lent      = false;
		return $response;
	}

	/**
	 * Filter user_has_cap.
	 *
	 * @param array $caps The user's capabilities.
	 * @return array
	 */
	public static function lend( $caps ) {
		if ( self::$uploading && ! empty( $caps['edit_posts'] ) ) {
			$caps['upload_files'] = true;
		}
		return $caps;
	}

	/**
	 * Filter upload_mimes.
	 *
	 * @param array $types Extensions and types.
	 * @return array
	 */
	public static function only_pictures( $types ) {
		return self::$lent ? array_intersect( $types, array_keys( self::TYPES ) ) : $types;
	}

	/**
	 * Looks at the bytes of an upload before it is taken.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 */
	public static function check( $request ) {
		if ( ! self::$uploading ) {
			return true;
		}
		$files = $request->get_file_params();
		$path  = isset( $files['file']['tmp_name'] ) && is_string( $files['file']['tmp_name'] ) ? $files['file']['tmp_name'] : '';
		$known = '' !== $path && is_uploaded_file( $path );
		$body  = $request->get_body();

		self::$sha256 = $known ? hash_file( 'sha256', $path ) : hash( 'sha256', $body );
		if ( ! self::$lent ) {
			return true;
		}
		// phpcs:ignore WordPress.PHP.NoSilencedErrors -- what is no picture is said to be none.
		$size = $known ? wp_getimagesize( $path ) : @getimagesizefromstring( $body );
		if ( is_array( $size ) && isset( self::TYPES[ $size['mime'] ] ) ) {
			return true;
		}
		return new \WP_Error( 'stet_not_a_picture', __( 'This account may upload pictures only: JPEG, PNG, GIF or WebP.', 'stet' ), array( 'status' => 415 ) );
	}

	/**
	 * Action rest_insert_attachment.
	 *
	 * @param \WP_Post         $post     The attachment.
	 * @param \WP_REST_Request $request  Not used.
	 * @param bool             $creating Whether it is new.
	 */
	public static function made( $post, $request, $creating ) {
		if ( $creating && self::$uploading ) {
			self::$made[] = $post->ID;
			update_post_meta( $post->ID, '_stet_sha256', self::$sha256 );
		}
	}

	/**
	 * A unit that made attachments is taken back: their files go, too.
	 */
	public static function forget() {
		foreach ( self::$made as $id ) {
			wp_delete_attachment( $id, true );
		}
		self::$made = array();
	}

	/**
	 * Action rest_api_init.
	 */
	public static function routes() {
		register_rest_route(
			REST,
			'/media/sha256-(?P<hash>[0-9a-f]{64})',
			array(
				'methods'             => 'GET',
				'permission_callback' => array( Articles::class, 'may_read_any' ),
				'callback'            => array( self::class, 'read' ),
			)
		);
	}

	/**
	 * GET /media/sha256-{hex}: the attachment that was made from these bytes.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	public static function read( $request ) {
		$found = get_posts(
			array(
				'post_type'   => 'attachment',
				'post_status' => 'inherit',
				'meta_key'    => '_stet_sha256', // phpcs:ignore WordPress.DB.SlowDBQuery
				'meta_value'  => $request['hash'], // phpcs:ignore WordPress.DB.SlowDBQuery
				'numberposts' => 1,
				'orderby'     => 'ID',
				'order'       => 'ASC',
			)
		);
		if ( ! $found ) {
			return new \WP_Error( 'stet_no_picture', __( 'The site does not have this picture.', 'stet' ), array( 'status' => 404 ) );
		}
		return new \WP_REST_Response(
			array(
				'id'     => $found[0]->ID,
				'sha256' => $request['hash'],
				'type'   => $found[0]->post_mime_type,
				'url'    => wp_get_attachment_url( $found[0]->ID ),
				'credit' => (string) get_post_meta( $found[0]->ID, 'stet_credit', true ),
			)
		);
	}

	/**
	 * Filter attachment_fields_to_edit: the credit in the media library.
	 *
	 * @param array    $fields The form's fields.
	 * @param \WP_Post $post   The attachment.
	 * @return array
	 */
	public static function credit_field( $fields, $post ) {
		if ( wp_attachment_is_image( $post ) ) {
			$fields['stet_credit'] = array(
				'label' => esc_html__( 'Credit', 'stet' ), // WordPress prints label and help as they are.
				'value' => (string) get_post_meta( $post->ID, 'stet_credit', true ),
				'helps' => esc_html__( 'The whole line, such as “Photo © Name / Agency”.', 'stet' ),
			);
		}
		return $fields;
	}

	/**
	 * Filter attachment_fields_to_save. WordPress has checked the form's nonce and the right to edit.
	 *
	 * @param array $post The attachment.
	 * @param array $sent What the form holds.
	 * @return array
	 */
	public static function save_credit( $post, $sent ) {
		if ( isset( $sent['stet_credit'] ) && current_user_can( 'edit_post', $post['ID'] ) ) {
			// WordPress hands over slashed fields, and update_post_meta() takes them so.
			update_post_meta( $post['ID'], 'stet_credit', sanitize_text_field( $sent['stet_credit'] ) );
		}
		return $post;
	}
}
